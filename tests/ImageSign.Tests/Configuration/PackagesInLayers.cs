using System.Formats.Tar;
using ImageSign.Configuration;
using ImageSign.Configuration.Packages;
using ImageSign.Oci;
using ImageSign.Tests.Stores.Archive;
using ImageSign.Verification;

namespace ImageSign.Tests.Configuration;

/// <summary>The package databases in the image's own layers: the highest file counts, and only where every engine would put the same one.</summary>
public sealed class PackagesInLayers
{
    private const string Apk = "lib/apk/db/installed";
    private const string Dpkg = "var/lib/dpkg/status";
    private const string Musl = "P:musl\nV:1.2\np:so:libc.so=1\n\n";
    private const string Curl = "P:curl\nV:8.1\nD:so:libcurl.so.4 musl>=1\n\n";
    private const string LibCurl = "P:libcurl\nV:8.1-r1\np:so:libcurl.so.4=4.8\nD:so:libc.so\n\n";

    private static readonly Dictionary<string, TestTar> Hidden = new(StringComparer.Ordinal)
    {
        ["a link on the way"] = new TestTar().Link("lib", "usr/lib"),
        ["a link as the file"] = new TestTar().Link("lib/apk/db/installed", "other"),
        ["a hard link as the file"] = new TestTar().Link("lib/apk/db/installed", "other", TarEntryType.HardLink),
        ["a file on the way"] = new TestTar().Add("lib/apk", "not a directory"),
        ["the file removed"] = new TestTar().Add("lib/apk/db/.wh.installed", ""),
        ["a directory removed"] = new TestTar().Add("./lib/.wh.apk", ""),
        ["the first directory removed"] = new TestTar().Add("/.wh.lib", ""),
        ["an opaque directory"] = new TestTar().Add("lib/apk/db/.wh..wh..opq", ""),
        ["an opaque root"] = new TestTar().Add(".wh..wh..opq", ""),
        ["the file twice"] = new TestTar().Add(Apk, Musl + Curl).Add("x/../lib/apk/db/installed", Musl),
        ["a directory as the file"] = new TestTar().Add(new PaxTarEntry(TarEntryType.Directory, Apk)),
        ["no database"] = new TestTar().Add(Apk, "what is this"),
        ["a package without a version"] = new TestTar().Add(Apk, "P:curl\n\n"),
        ["a field twice"] = new TestTar().Add(Apk, "P:curl\nV:8.1\nV:9\n\n"),
        ["no tar"] = new TestTar().Raw(new byte[512]).Raw("and then something else"u8),
    };

    public static TheoryData<string> HiddenNames => [.. Hidden.Keys];

    [Theory]
    [InlineData("curl", CheckOutcome.Pass)]
    [InlineData("curl=8.1", CheckOutcome.Pass)]
    [InlineData("curl=8.2", CheckOutcome.Fail)]
    [InlineData("curl=8", CheckOutcome.Fail)]
    [InlineData("wget", CheckOutcome.Fail)]
    [InlineData("so:libcurl.so.4", CheckOutcome.Fail)]
    public async Task Are_there_in_their_version(string wanted, CheckOutcome expected)
    {
        await Require(expected, [wanted], baseLayers: 1, Layer(Apk, Musl), Layer(Apk, Musl + Curl + LibCurl));
        // The same without a known base: what is there is known, and that nothing else was added is not.
        await Require(expected == CheckOutcome.Pass ? CheckOutcome.Skip : expected, [wanted], baseLayers: null, Layer(Apk, Musl + Curl + LibCurl));
    }

    [Fact]
    public async Task Beyond_the_base_there_is_nothing_but_what_they_need()
    {
        await Require(CheckOutcome.Fail, ["curl"], 1, Layer(Apk, Musl), Layer(Apk, Musl + Curl + LibCurl + "P:evil\nV:1\n\n"));
        await Require(CheckOutcome.Fail, [], 1, Layer(Apk, Musl), Layer(Apk, Musl + LibCurl));
        await Require(CheckOutcome.Fail, ["curl"], 1, Layer(Apk, Musl), Layer(Apk, Musl.Replace("1.2", "1.1-old", StringComparison.Ordinal) + "P:evil\nV:1\n\n" + Curl + LibCurl));
        await Require(CheckOutcome.Fail, [], 1, Layer(Apk, Musl), Layer(Apk, "P:musl\nV:1.1\n\n"));
        await Require(CheckOutcome.Pass, ["curl"], 0, Layer(Apk, Musl + Curl + LibCurl));
        await Require(CheckOutcome.Pass, ["curl", "python3"], 0, Layer(Apk, Musl + Curl + LibCurl + "P:python3\nV:3\n\nP:curl-py\nV:1\ni:curl=8.1 python3\n\n"));
        await Require(CheckOutcome.Fail, ["curl"], 0, Layer(Apk, Musl + Curl + LibCurl + "P:curl-py\nV:1\ni:curl=8.1 python3\n\n"));
    }

    [Fact]
    public async Task A_later_layer_overrides() => await Require(CheckOutcome.Fail, ["curl"], 1, Layer(Apk, Musl), Layer(Apk, Musl + Curl + LibCurl), Layer(Apk, Musl));

    [Theory, MemberData(nameof(HiddenNames))]
    public async Task Cannot_be_known_from_a_database_behind(string what)
    {
        await Require(CheckOutcome.Skip, ["curl"], 0, Layer(Apk, Musl + Curl + LibCurl), Hidden[what].ToArray());
        // Not even when a plain file follows.
        await Require(CheckOutcome.Skip, ["curl"], 0, Layer(Apk, Musl), Hidden[what].ToArray(), Layer(Apk, Musl + Curl + LibCurl));
    }

    [Fact]
    public async Task Cannot_be_known_without_a_database()
    {
        await Require(CheckOutcome.Skip, ["curl"], 0, Layer("etc/passwd", "root"));
        await Require(CheckOutcome.Skip, ["curl"], 0, new TestTar().Link("lib", "usr/lib").Add("usr/lib/apk/db/installed", Musl + Curl).ToArray());
        await Require(CheckOutcome.Pass, [], 0, Layer("etc/passwd", "root"));
    }

    [Fact]
    public async Task Are_read_from_dpkg_in_one_file_and_in_many()
    {
        const string libc = "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.36\nDescription: C\n library\n .\n of GNU\n\n";
        const string ssl = "Package: openssl\nStatus: install ok installed\nVersion: 3.0\nDepends: libc6 (>= 2.34), libssl (>= 3) | libssl3,\n debconf:any | debconf-2.0\n\nPackage: libssl3\nStatus: hold ok installed\nVersion: 3.0\nProvides: libssl (= 3)\n\nPackage: debconf\nStatus: install ok installed\nVersion: 1\n\n";
        const string gone = "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n";
        // A merged /usr, as Debian has it, is no obstacle to a database elsewhere.
        var layer = new TestTar().Link("lib", "usr/lib").Add($"./{Dpkg}", libc + ssl + gone).ToArray();

        await Require(CheckOutcome.Pass, ["openssl=3.0"], 1, Layer(Dpkg, libc), layer);
        await Require(CheckOutcome.Fail, ["gone"], 1, Layer(Dpkg, libc), layer);
        await Require(CheckOutcome.Fail, ["libssl3"], 1, Layer(Dpkg, libc), layer);

        var distroless = new TestTar().Add($"{Dpkg}.d/libc6", libc.Replace("Status: install ok installed\n", "", StringComparison.Ordinal)).Add($"{Dpkg}.d/libc6.md5sums", "0123  usr/lib/libc.so.6\n").ToArray();
        await Require(CheckOutcome.Pass, ["libc6"], 0, distroless);
        await Require(CheckOutcome.Fail, ["libc6"], 0, distroless, Layer($"{Dpkg}.d/evil", "Package: evil\nVersion: 1\n\n"));
        await Require(CheckOutcome.Skip, ["libc6"], 0, distroless, Layer($"{Dpkg}.d/.wh.evil", ""));
    }

    [Fact]
    public void Are_read_up_to_a_limit()
    {
        var budget = new PackageBudget();
        budget.TakeBytes(Limits.MaxPackageDatabaseBytes);

        Assert.Equal(ErrorCodes.OverLimit, Assert.Throws<ImageSignException>(() => budget.TakeBytes(1)).Code);
        for (var i = 0; i < Limits.MaxPackages; i++) budget.TakePackage();
        Assert.Equal(ErrorCodes.OverLimit, Assert.Throws<ImageSignException>(budget.TakePackage).Code);
    }

    private static byte[] Layer(string path, string content) => new TestTar().Add(path, content).ToArray();

    private static async Task Require(CheckOutcome expected, string[] wanted, int? baseLayers, params byte[][] layers)
    {
        var read = new List<LayerPackages>();
        var budget = new PackageBudget();
        foreach (var layer in layers) read.Add(await LayerPackages.ReadAsync(new MemoryStream(layer), budget, TestContext.Current.CancellationToken));
        var found = baseLayers is { } count ? new BaseFinding(RunSettings.None with { DiffIds = [.. Enumerable.Repeat("", count)] }, "") : BaseFinding.NotDescribed;

        var check = PackageCheck.Evaluate([.. wanted.Select(word => PackageRequirement.TryParse(word)!)], read, found);

        Assert.True(expected == check.Outcome, $"expected {expected}, got {check.Outcome}: {check.Reason}");
        Assert.Equal((CheckIds.ConfigPackages, expected == CheckOutcome.Fail ? ErrorCodes.NotAsDescribed : null), (check.Id, check.Code));
    }
}
