using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Issue 3, "Must show" 4: bundles of image archives, both ways with the real cosign's <c>sign-blob</c> and <c>verify-blob</c>.</summary>
public sealed class CosignAndImageArchives : IDisposable
{
    private readonly CosignHome _cosign = new();
    private readonly string _archive;
    private readonly string _bundle;

    public CosignAndImageArchives()
    {
        _archive = _cosign.Home.File("app.tar");
        _bundle = _cosign.Home.File("app.json");
        File.Copy(Vectors.PathOf("archives/podman-docker.tar"), _archive);
    }

    public void Dispose() => _cosign.Dispose();

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048)]
    [InlineData(TestKeyAlgorithm.Rsa3072)]
    [InlineData(TestKeyAlgorithm.Rsa4096)]
    [InlineData(TestKeyAlgorithm.EcdsaP256)]
    [InlineData(TestKeyAlgorithm.Ed25519)]
    public async Task It_verifies_our_bundle(TestKeyAlgorithm algorithm)
    {
        RealPeer.Require("cosign");
        var key = TestKeys.Shared(algorithm);

        await new Engine().SignAsync($"docker-archive:{_archive}", key, with: request => request with { Formats = [], BundleFile = _bundle });

        (await VerifyBlobAsync(key)).EnsureSuccess();
        Assert.False((await VerifyBlobAsync(TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).Succeeded);
        File.AppendAllText(_archive, "\0");
        Assert.False((await VerifyBlobAsync(key)).Succeeded);
    }

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048)]
    [InlineData(TestKeyAlgorithm.EcdsaP256)]
    public async Task It_verifies_our_bundle_that_says_more(TestKeyAlgorithm algorithm)
    {
        RealPeer.Require("cosign");
        var key = TestKeys.Shared(algorithm);

        await new Engine().SignAsync($"docker-archive:{_archive}", key, with: request => request with { Formats = [], BundleFile = _bundle, ConfigFile = _cosign.Home.Write("app.yaml", "labels: {}\n") });

        (await VerifyBlobAsync(key)).EnsureSuccess();
        (await VerifyBlobAttestationAsync(key)).EnsureSuccess();
        File.AppendAllText(_archive, "\0");
        Assert.False((await VerifyBlobAsync(key)).Succeeded);
        Assert.False((await VerifyBlobAttestationAsync(key)).Succeeded);
    }

    [Theory]
    [InlineData(TestKeyAlgorithm.Rsa2048)]
    [InlineData(TestKeyAlgorithm.Rsa3072)]
    [InlineData(TestKeyAlgorithm.Rsa4096)]
    [InlineData(TestKeyAlgorithm.EcdsaP256)]
    [InlineData(TestKeyAlgorithm.EcdsaP384)]
    [InlineData(TestKeyAlgorithm.EcdsaP521)]
    public async Task We_verify_its_bundle(TestKeyAlgorithm algorithm)
    {
        RealPeer.Require("cosign");
        var key = TestKeys.Shared(algorithm);

        await SignBlobAsync(key);

        (await VerifyAsync(key)).MustBeTrusted();
        (await VerifyAsync(TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).MustNotBeTrusted(CheckIds.SignatureIntegrity);
        File.AppendAllText(_archive, "\0");
        (await VerifyAsync(key)).MustNotBeTrusted(CheckIds.SignatureIntegrity);
    }

    /// <summary>cosign 3.1.1 signs with Ed25519ph and names no digest; neither it nor anybody else verifies that.</summary>
    [Fact]
    public async Task Neither_of_us_verifies_what_it_makes_with_ed25519()
    {
        RealPeer.Require("cosign");
        var key = TestKeys.Shared(TestKeyAlgorithm.Ed25519);

        await SignBlobAsync(key);

        Assert.False((await VerifyBlobAsync(key)).Succeeded);
        (await VerifyAsync(key)).MustNotBeTrusted(CheckIds.EnvelopeWellFormed, ErrorCodes.Malformed);
    }

    private Task<VerifyResult> VerifyAsync(TestKeyPair key) => new Engine().VerifyAsync($"docker-archive:{_archive}", key, request => request with { BundleFile = _bundle });

    private async Task SignBlobAsync(TestKeyPair key) => (await RunAsync(
        "sign-blob", "--key", $"{await _cosign.ImportAsync(key, "key")}.key", "--use-signing-config=false", "--tlog-upload=false", "--new-bundle-format")).EnsureSuccess();

    private Task<ProcessResult> VerifyBlobAsync(TestKeyPair key) =>
        RunAsync("verify-blob", "--key", _cosign.Home.Write($"{Guid.NewGuid():N}.pub", key.PublicPem), "--insecure-ignore-tlog");

    private Task<ProcessResult> VerifyBlobAttestationAsync(TestKeyPair key) =>
        RunAsync("verify-blob-attestation", "--key", _cosign.Home.Write($"{Guid.NewGuid():N}.pub", key.PublicPem), "--type", "https://sigstore.dev/cosign/sign/v1", "--insecure-ignore-tlog");

    private Task<ProcessResult> RunAsync(params string[] arguments) =>
        _cosign.Home.RunAsync("cosign", [.. arguments, "--bundle", _bundle, _archive], cancellationToken: TestContext.Current.CancellationToken);
}
