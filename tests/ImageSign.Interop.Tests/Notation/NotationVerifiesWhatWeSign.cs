using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Notation;

public sealed class NotationVerifiesWhatWeSign
{
    public static MatrixTheoryData<string, string> KeysAndFormats { get; } = new(NotationHome.Keys, ["notary-jws", "notary-cose"]);

    [Theory, MemberData(nameof(KeysAndFormats))]
    public async Task In_a_layout_with_metadata_and_expiry(string key, string format)
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        var (ours, theirs) = home.Layout();
        await home.SignAsync(ours, key, format, request => request with { Annotations = new Dictionary<string, string> { ["build"] = "<42>&ž" }, ExpiresIn = TimeSpan.FromDays(1) });
        await home.NotationVerifiesAsync(theirs, "--user-metadata", "build=<42>&ž");
        Assert.False((await home.NotationResultAsync(theirs, "--user-metadata", "build=43")).Succeeded);
    }

    [Theory, InlineData("notary-jws", true), InlineData("notary-cose", true), InlineData("notary-jws", false), InlineData("notary-cose", false)]
    public async Task In_a_registry_index_and_images(string format, bool referrersApi)
    {
        RealPeer.Require("notation");
        using var home = new NotationHome();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        var index = TestImages.MultiArch();
        registry.Content.PutImage("app", index, "1");
        await home.SignAsync(ImageReference.Parse(registry.Reference("app", "1")), "p384", format);
        await home.NotationVerifiesAsync(registry.Reference("app", index.Digest));
        foreach (var child in index.Children) await home.NotationVerifiesAsync(registry.Reference("app", child.Digest));
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task With_a_timestamp(string format)
    {
        RealPeer.Require("notation");
        await using var authority = await TimestampAuthority.StartAsync();
        using var home = new NotationHome("strict-tsa");
        var (ours, theirs) = home.Layout();
        await home.SignAsync(ours, "rsa3072", format, request => request with { TimestampUrl = authority.Url, TimestampRootFile = TimestampAuthority.RootFile });
        await home.NotationVerifiesAsync(theirs);
    }

    [Fact]
    public async Task In_the_real_docker_registry()
    {
        RealPeer.Require("notation", "docker-registry");
        using var home = new NotationHome();
        await using var registry = await DockerRegistry.StartAsync();
        using var http = new HttpClient();
        var image = TestImages.Build(new TestImageOptions());
        await http.PushAsync(registry.Url, "app", image, ["1"], TestContext.Current.CancellationToken);
        await home.SignAsync(ImageReference.Parse($"{registry.Host}/app:1"), "p256", "notary-jws");
        await home.NotationVerifiesAsync($"{registry.Host}/app@{image.Digest}");
    }
}
