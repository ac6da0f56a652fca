using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Issue 2, "Must show" 2, the other way: what the real cosign signs, read by us.</summary>
public sealed class WeAcceptCosigns : IDisposable
{
    private readonly CosignHome _cosign = new();

    public static TheoryData<TestKeyAlgorithm, string, bool> KeysFormatsAndRegistries => new MatrixTheoryData<TestKeyAlgorithm, string, bool>(
        [TestKeyAlgorithm.Rsa2048, TestKeyAlgorithm.Rsa3072, TestKeyAlgorithm.Rsa4096, TestKeyAlgorithm.EcdsaP256, TestKeyAlgorithm.EcdsaP384, TestKeyAlgorithm.EcdsaP521],
        ["sigstore", "cosign"],
        [true, false]);

    public void Dispose() => _cosign.Dispose();

    [Theory, MemberData(nameof(KeysFormatsAndRegistries))]
    public async Task For_every_key_in_both_formats_with_their_annotations(TestKeyAlgorithm algorithm, string format, bool referrersApi)
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        var image = registry.Reference("app", registry.Content.PutImage("app", TestImages.Build(), "1").Digest);
        var key = TestKeys.Shared(algorithm);

        await _cosign.SignAsync(image, await _cosign.ImportAsync(key, "key"), format, "-a", "env=prod");

        (await VerifyAsync(image, key, "prod")).MustBeTrusted();
        (await VerifyAsync(image, key, "test")).MustNotBeTrusted(CheckIds.ClaimsAnnotations, ErrorCodes.ClaimMismatch);
        (await new Engine().VerifyAsync(image, TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).MustNotBeTrusted(CheckIds.SignatureIntegrity);
    }

    [Theory, InlineData("sigstore", CheckIds.EnvelopeType), InlineData("cosign", CheckIds.Signatures)]
    public async Task But_not_its_attestations_in_place_of_a_signature(string format, string refusedBy)
    {
        RealPeer.Require("cosign");
        await using var registry = await TestRegistry.StartAsync();
        var image = registry.Reference("app", registry.Content.PutImage("app", TestImages.Build(), "1").Digest);
        var key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

        await _cosign.AttestAsync(image, await _cosign.ImportAsync(key, "key"), format);

        (await new Engine().VerifyAsync(image, key)).MustNotBeTrusted(refusedBy);
    }

    private static Task<VerifyResult> VerifyAsync(string image, TestKeyPair key, string environment) => new Engine().VerifyAsync(
        image, key, request => request with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["env"] = environment } });
}
