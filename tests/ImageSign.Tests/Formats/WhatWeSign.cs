using System.Text;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Formats;

/// <summary>The exact bytes that cosign writes (formats.md), and the way there and back for every key.</summary>
public sealed class WhatWeSign
{
    private const string Hex = "fa9281c82c2ed4c3a6ddb20bbe45ef57501f748895cdd65a5150aaee1e33c8a2";

    private static readonly KeyValuePair<string, string>[] Claims = [new("env", "prod"), new("ver", "1.2 \"ä\"")];

    public static TheoryData<KeyAlgorithm, string, bool> KeysFormatsAndRegistries => new MatrixTheoryData<KeyAlgorithm, string, bool>(
        [KeyAlgorithm.EcdsaP256, KeyAlgorithm.EcdsaP384, KeyAlgorithm.EcdsaP521, KeyAlgorithm.Rsa2048, KeyAlgorithm.Ed25519],
        ["sigstore", "cosign"],
        [true, false]);

    [Fact]
    public void Is_the_statement_byte_for_byte() => Assert.Equal(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\"" + Hex + "\"},\"annotations\":{\"env\":\"prod\",\"ver\":\"1.2 \\\"ä\\\"\"}}],\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"predicate\":{}}",
        Encoding.UTF8.GetString(ImageStatement.Write(Digest.Parse($"sha256:{Hex}"), Claims).Span));

    [Fact]
    public void Is_the_payload_byte_for_byte() => Assert.Equal(
        "{\"critical\":{\"identity\":{\"docker-reference\":\"localhost:5000/app:1\"},\"image\":{\"docker-manifest-digest\":\"sha256:" + Hex + "\"},\"type\":\"cosign container image signature\"},\"optional\":{\"env\":\"prod\",\"ver\":\"1.2 \\\"ä\\\"\"}}",
        Encoding.UTF8.GetString(SimpleSigningPayload.Write("localhost:5000/app:1", Digest.Parse($"sha256:{Hex}"), Claims.ToDictionary()).Span));

    [Fact]
    public void Is_the_bundle_byte_for_byte() => Assert.Equal(
        """{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json","verificationMaterial":{"publicKey":{"hint":"aGludA=="}},"dsseEnvelope":{"payload":"e30=","payloadType":"application/vnd.in-toto+json","signatures":[{"sig":"AQID"}]}}""",
        Encoding.UTF8.GetString(SigstoreBundle.Write("aGludA==", ImageStatement.PayloadType, "{}"u8.ToArray(), [1, 2, 3]).Span));

    [Theory, MemberData(nameof(KeysFormatsAndRegistries))]
    public async Task Verifies_for_every_key_with_all_its_claims_and_not_for_another(KeyAlgorithm algorithm, string format, bool referrersApi)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = referrersApi });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        using var directory = new TemporaryDirectory();
        using var pair = KeyPair.Generate(algorithm);
        var (privateKey, publicKey) = KeyPairFiles.Write(pair, Path.Combine(directory.Path, "signer"), password: null);
        var engine = new Engine();

        await new ImageSigner(engine.Options).SignAsync(
            new SignRequest(ImageReference.Parse(registry.Reference("app", "1")), KeyReference.Parse(privateKey)) { Formats = [format], Annotations = Claims.ToDictionary() },
            TestContext.Current.CancellationToken);

        (await engine.VerifyAsync(registry.Reference("app", "1"), KeyReference.Parse(publicKey), request => request with { Annotations = Claims.ToDictionary() })).MustBeTrusted();
        (await engine.VerifyAsync(registry.Reference("app", "1"), TestKeys.Shared(TestKeyAlgorithm.Rsa3072))).MustNotBeTrusted("signature.integrity", ErrorCodes.SignatureMismatch);
        Assert.Equal(format == "sigstore" && referrersApi, !registry.Content.Tags("app").Any(tag => tag.StartsWith("sha256-", StringComparison.Ordinal)));
    }
}
