using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Issue 2, "Must show" 2: what we sign, read by the real cosign from docker-registry 2.8.3.</summary>
public sealed class CosignAcceptsOurs : IAsyncLifetime
{
    private readonly CosignHome _cosign = new();
    private readonly HttpClient _http = new();
    private DockerRegistry? _registry;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<TestKeyAlgorithm, string> KeysAndFormats => new MatrixTheoryData<TestKeyAlgorithm, string>(
        [TestKeyAlgorithm.Rsa2048, TestKeyAlgorithm.Rsa3072, TestKeyAlgorithm.Rsa4096, TestKeyAlgorithm.EcdsaP256, TestKeyAlgorithm.Ed25519],
        ["sigstore", "cosign"]);

    public async ValueTask InitializeAsync()
    {
        RealPeer.Require("cosign", "docker-registry");
        _registry = await DockerRegistry.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null) await _registry.DisposeAsync();
        _http.Dispose();
        _cosign.Dispose();
    }

    [Theory, MemberData(nameof(KeysAndFormats))]
    public async Task For_every_key_that_it_knows_in_both_formats(TestKeyAlgorithm algorithm, string format)
    {
        var key = TestKeys.Shared(algorithm);
        var image = await PushAsync(TestImages.Build());

        await new Engine().SignAsync(image, key, format, request => request with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = "prod" } });

        await _cosign.VerifyAsync(image, key, "-a", "env=prod");
        Assert.False((await _cosign.TryVerifyAsync(image, key, "-a", "env=test")).Succeeded);
        Assert.False((await _cosign.TryVerifyAsync(image, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).Succeeded);
        (await new Engine().VerifyAsync(image, key)).MustBeTrusted();
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task For_an_index_and_each_of_its_platforms(string format)
    {
        var key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
        var index = TestImages.MultiArch();
        await new Engine().SignAsync(await PushAsync(index), key, format);

        foreach (var digest in index.Children.Select(child => child.Digest).Prepend(index.Digest))
        {
            await _cosign.VerifyAsync($"{_registry!.Host}/app@{digest}", key);
        }
    }

    [Fact]
    public async Task Beside_its_own_on_one_signature_tag_whoever_signed_first()
    {
        var ours = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
        var theirs = TestKeys.Shared(TestKeyAlgorithm.Rsa2048);
        var image = await PushAsync(TestImages.Build());
        var last = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
        var name = await _cosign.ImportAsync(theirs, "theirs");

        await new Engine().SignAsync(image, ours, "cosign");
        await _cosign.SignAsync(image, name, "cosign");
        await new Engine().SignAsync(image, last, "cosign");

        foreach (var key in (TestKeyPair[])[ours, theirs, last])
        {
            await _cosign.VerifyAsync(image, key);
            (await new Engine().VerifyAsync(image, key)).MustBeTrusted();
        }
    }

    [Fact]
    public async Task Beside_its_own_bundles_in_one_referrers_index()
    {
        var ours = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
        var theirs = TestKeys.Shared(TestKeyAlgorithm.Rsa2048);
        var image = await PushAsync(TestImages.Build());
        await _cosign.SignAsync(image, await _cosign.ImportAsync(theirs, "theirs"), "sigstore");

        await new Engine().SignAsync(image, ours, "sigstore");

        foreach (var key in (TestKeyPair[])[ours, theirs])
        {
            await _cosign.VerifyAsync(image, key);
            (await new Engine().VerifyAsync(image, key)).MustBeTrusted();
        }
    }

    [Fact]
    public async Task Saved_to_a_directory()
    {
        var key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
        var image = await PushAsync(TestImages.Build());
        await new Engine().SignAsync(image, key, "cosign");

        (await _cosign.Home.RunAsync("cosign", ["save", "--dir", "saved", image], cancellationToken: Cancel)).EnsureSuccess();

        await _cosign.VerifyAsync("saved", key, "--local-image");
    }

    /// <summary>cosign 3.1.1 copies signature tags; bundles, its own included, it leaves behind.</summary>
    [Fact]
    public async Task Copied_by_it_to_another_repository()
    {
        var key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);
        var image = await PushAsync(TestImages.Build());
        await new Engine().SignAsync(image, key, "cosign");

        (await _cosign.Home.RunAsync("cosign", ["copy", image, $"{_registry!.Host}/copy:1"], cancellationToken: Cancel)).EnsureSuccess();

        await _cosign.VerifyAsync($"{_registry.Host}/copy:1", key);
        (await new Engine().VerifyAsync($"{_registry.Host}/copy:1", key)).MustBeTrusted();
    }

    [Fact]
    public async Task And_oras_lists_our_bundle()
    {
        RealPeer.Require("oras");
        var image = await PushAsync(TestImages.Build());
        await new Engine().SignAsync(image, TestKeys.Shared(TestKeyAlgorithm.EcdsaP256));

        var listed = (await _cosign.Home.RunAsync("oras", ["discover", "--plain-http", "--format", "json", image], cancellationToken: Cancel)).EnsureSuccess();

        Assert.Contains("application/vnd.dev.sigstore.bundle.v0.3+json", listed.Output, StringComparison.Ordinal);
    }

    private async Task<string> PushAsync(TestImage image)
    {
        await _http.PushAsync(_registry!.Url, "app", image, ["1"], Cancel);
        return $"{_registry.Host}/app:1";
    }
}
