using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.RealPeers;

public sealed class CosignSignsAndVerifies : IDisposable
{
    private readonly PeerHome home = PeerHome.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_bundle_with_and_without_the_referrers_api(bool referrersApi)
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var reference = registry.Reference("app", image.Digest);

        await SignAsync(reference);
        await VerifyAsync(reference);

        Assert.Equal(referrersApi ? ["1"] : ["1", image.Digest.Replace(':', '-')], registry.Content.Tags("app"));
        Assert.Equal("application/vnd.dev.sigstore.bundle.v0.3+json", Assert.Single(registry.Content.Referrers("app", image.Digest)).ArtifactType);
    }

    [Fact]
    public async Task A_legacy_signature_under_its_tag()
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var reference = registry.Reference("app", image.Digest);

        await SignAsync(reference, "--new-bundle-format=false");
        await VerifyAsync(reference);

        Assert.Equal(["1", $"{image.Digest.Replace(':', '-')}.sig"], registry.Content.Tags("app"));
    }

    [Fact]
    public async Task But_not_an_image_that_nobody_signed()
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var other = registry.Content.PutImage("app", TestImages.Build(new TestImageOptions { User = "root" }), "2");
        await SignAsync(registry.Reference("app", image.Digest));

        Assert.False((await VerifyResultAsync(registry.Reference("app", other.Digest))).Succeeded);
    }

    private async Task SignAsync(string reference, params string[] more)
    {
        (await home.RunAsync("cosign", ["generate-key-pair"], cancellationToken: Cancel)).EnsureSuccess();
        (await home.RunAsync(
            "cosign",
            ["sign", "--key", "cosign.key", "--use-signing-config=false", "--tlog-upload=false", .. more, reference],
            cancellationToken: Cancel)).EnsureSuccess();
    }

    private async Task VerifyAsync(string reference) => (await VerifyResultAsync(reference)).EnsureSuccess();

    private Task<ProcessResult> VerifyResultAsync(string reference) =>
        home.RunAsync("cosign", ["verify", "--key", "cosign.pub", "--insecure-ignore-tlog", reference], cancellationToken: Cancel);
}
