using System.Formats.Tar;
using System.IO.Compression;
using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Archive;

public sealed class AHostileArchive : IDisposable
{
    private const string Config = """{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}""";

    private readonly TempDirectory _directory = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "a parent directory", Docker().Add("a/../../x", "1").ToArray() },
        { "an absolute path", Docker().Add("/etc/passwd", "1").ToArray() },
        { "a backslash", Docker().Add("a\\b", "1").ToArray() },
        { "a link out of the archive", Docker().Link("x", "../../etc/passwd").ToArray() },
        { "an absolute link", Docker().Link("x", "/etc/passwd").ToArray() },
        { "a hard link out of the archive", Docker().Link("x", "../passwd", TarEntryType.HardLink).ToArray() },
        { "a pipe", Docker().Add(new PaxTarEntry(TarEntryType.Fifo, "x")).ToArray() },
        { "a device", Docker().Add(new PaxTarEntry(TarEntryType.CharacterDevice, "x")).ToArray() },
        { "two different configurations of one name", Docker().Add("config.json", Config.Replace("amd64", "arm64", StringComparison.Ordinal)).ToArray() },
        { "two different manifests, one with a dot", Docker().Add("./manifest.json", "[]").ToArray() },
        { "a manifest that is a link", new TestTar().Add("other.json", Manifest).Add("config.json", Config).Link("manifest.json", "other.json").ToArray() },
        { "a configuration that is a link", new TestTar().Add("manifest.json", Manifest).Add("c.json", Config).Link("config.json", "c.json").ToArray() },
        { "a missing configuration", new TestTar().Add("manifest.json", Manifest).ToArray() },
        { "a configuration not named after its content", new TestTar().Add("manifest.json", Manifest.Replace("config.json", $"{new string('a', 64)}.json", StringComparison.Ordinal)).Add($"{new string('a', 64)}.json", Config).ToArray() },
        { "data behind the end", [.. Docker().ToArray(), .. Docker().ToArray()] },
        { "a size that is no number", Docker().Header("x", "0000000009z", '0').ToArray() },
        { "a negative size", Docker().Header("x", "\u007f", '0').ToArray() is var bytes ? Negative(bytes) : [] },
        { "a directory with content", Docker().Header("x/", "00000000010", '5').ToArray() },
        { "a sparse file", Docker().Header("x", "00000000000", 'S').ToArray() },
        { "a sparse file of pax", Docker().Add(new PaxTarEntry(TarEntryType.RegularFile, "x", new Dictionary<string, string> { ["GNU.sparse.name"] = "manifest.json" })).ToArray() },
        { "a global header that renames", Docker().Add(new PaxGlobalExtendedAttributesTarEntry(new Dictionary<string, string> { ["path"] = "manifest.json" })).Add("x", "1").ToArray() },
        { "a broken header", Docker().Raw(new byte[] { 1 }).Raw(new byte[511]).ToArray() },
        { "an extended header at the end", Docker().Header("x", "00000000000", 'x').ToArray() },
    };

    private static string Manifest => """[{"Config":"config.json","RepoTags":["localhost/app:1"],"Layers":[]}]""";

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task It_is_refused_whole_and_nothing_is_written(string what, byte[] tar)
    {
        Assert.NotEmpty(what);
        Assert.Equal(ErrorCodes.ArchiveRefused, await CodeAsync(tar));
        Assert.Equal(ErrorCodes.ArchiveRefused, await CodeAsync(Gzip(tar)));
        Assert.Single(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("""[{"Config":"config.json","config":"evil.json","Layers":[]}]""")]
    [InlineData("""[{"Config":"config.json","Config":"evil.json","Layers":[]}]""")]
    [InlineData("""[{"Config":"config.json","Layers":[],"LAYERS":["x"]}]""")]
    [InlineData("""[{"Config":"../config.json","Layers":[]}]""")]
    [InlineData("""[{"Config":"config.json","Layers":["/x"]}]""")]
    [InlineData("""{"Config":"config.json","Layers":[]}""")]
    [InlineData("""[{"Config":"config.json","Layers":[]}][]""")]
    public async Task A_manifest_that_two_readers_read_differently_is_malformed(string manifest) =>
        Assert.Equal(ErrorCodes.Malformed, await CodeAsync(new TestTar().Add("manifest.json", manifest).Add("config.json", Config).ToArray()));

    [Fact]
    public async Task The_same_file_twice_is_no_contradiction() => Assert.Null(await CodeAsync(Docker().Add("config.json", Config).ToArray()));

    [Fact]
    public async Task A_link_that_nobody_needs_is_passed_over() => Assert.Null(await CodeAsync(Docker().Link("0123/layer.tar", "../layer.tar").ToArray()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_views_must_describe_the_same_image(bool same)
    {
        var config = Descriptor.Of(MediaTypes.OciConfig, System.Text.Encoding.UTF8.GetBytes(Config));
        var image = ManifestWriter.Artifact(config, [], artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        var evil = Config.Replace("linux", "linux2", StringComparison.Ordinal);
        var named = $"blobs/sha256/{config.Digest.Hex}";
        var tar = new TestTar()
            .Add("oci-layout", """{"imageLayoutVersion":"1.0.0"}""")
            .Add("index.json", $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{image.Descriptor.MediaType}}","digest":"{{image.Descriptor.Digest}}","size":{{image.Descriptor.Size}}}]}""")
            .Add(named, Config)
            .Add($"blobs/sha256/{image.Descriptor.Digest.Hex}", image.Raw.ToArray())
            .Add("evil.json", evil)
            .Add("manifest.json", Manifest.Replace("config.json", same ? named : "evil.json", StringComparison.Ordinal))
            .ToArray();

        var expected = same ? null : ErrorCodes.ArchiveRefused;
        Assert.Equal(expected, await CodeAsync(tar));
        await using var store = new OciArchiveStore(_directory.File("image.tar"));
        var refusal = await Record.ExceptionAsync(() => store.ResolveAsync(ImageReference.Parse("oci-archive:x"), Cancelled));
        Assert.Equal(expected, (refusal as ImageSignException)?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no tar, just text")]
    public async Task What_is_no_archive_cannot_be_read(string content)
    {
        var code = await CodeAsync(System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(ErrorCodes.ArchiveUnreadable, code);
    }

    [Theory, InlineData(300), InlineData(700), InlineData(1500)]
    public async Task An_archive_that_is_cut_off_is_no_evidence_of_anything(int length) =>
        Assert.Equal(ErrorCodes.ArchiveUnreadable, await CodeAsync(Docker().ToArray()[..length]));

    [Fact]
    public async Task An_archive_that_promises_more_than_it_has_is_cut_off() =>
        Assert.Equal(ErrorCodes.ArchiveUnreadable, await CodeAsync(Docker().Header("x", "00000777777", '0').ToArray()));

    [Theory, InlineData(10), InlineData(60), InlineData(200)]
    public async Task A_compressed_archive_that_is_cut_off_cannot_be_read(int length) =>
        Assert.Equal(ErrorCodes.ArchiveUnreadable, await CodeAsync(Gzip(Docker().ToArray())[..length]));

    [Theory]
    [InlineData("28b52ffd04", "zstd")]
    [InlineData("502a4d1804", "zstd")]
    [InlineData("fd377a585a0000", "xz")]
    [InlineData("425a683931415926", "bzip2")]
    [InlineData("04224d186440", "lz4")]
    public async Task An_archive_of_another_compression_is_named_as_not_supported(string head, string name)
    {
        await File.WriteAllBytesAsync(_directory.File("image.tar"), [.. Convert.FromHexString(head), .. new byte[600]], Cancelled);
        foreach (var transport in new[] { "docker-archive", "oci-archive" })
        {
            var request = new VerifyRequest(ImageReference.Parse($"{transport}:{_directory.File("image.tar")}")) { Keys = [KeyFiles.PublicOf(EmbeddedImage.Key)] };
            var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new ImageVerifier(new Engine().Options).VerifyAsync(request, Cancelled));
            Assert.Equal((ErrorCodes.ArchiveCompressed, true), (refusal.Code, refusal.Code.Undecided));
            Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_directory_is_no_archive()
    {
        await using var store = new DockerArchiveStore(_directory.Path);
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => store.OpenImageAsync(ImageReference.Parse("docker-archive:x"), Cancelled));
        Assert.Equal(ErrorCodes.ArchiveUnreadable, refusal.Code);
        Assert.Contains("directory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_larger_than_its_limit_is_not_read() => Assert.Equal(ErrorCodes.OverLimit, await CodeAsync(Gzip([.. Docker().Header("x", "17777777777", 'x').ToArray()])));

    public void Dispose() => _directory.Dispose();

    private static TestTar Docker() => new TestTar().Add("manifest.json", Manifest).Add("config.json", Config);

    private static byte[] Negative(byte[] tar)
    {
        var header = tar.Length - 1024 - 512;
        tar[header + 124] = 0xff;
        var block = tar.AsSpan(header, 512);
        "        "u8.CopyTo(block[148..]);
        var sum = 0;
        foreach (var value in block) sum += value;
        System.Text.Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[148..]);
        return tar;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest)) gzip.Write(content);
        return buffer.ToArray();
    }

    private async Task<ErrorCode?> CodeAsync(byte[] tar)
    {
        var path = _directory.File("image.tar");
        await File.WriteAllBytesAsync(path, tar, Cancelled);
        await using var store = new DockerArchiveStore(path);
        var refusal = await Record.ExceptionAsync(() => store.OpenImageAsync(ImageReference.Parse("docker-archive:x"), Cancelled));
        return refusal is null ? null : Assert.IsType<ImageSignException>(refusal).Code;
    }
}
