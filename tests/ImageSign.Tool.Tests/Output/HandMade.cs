using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Tool.Tests.Output;

/// <summary>Verdicts made by hand.</summary>
internal static class HandMade
{
    public static readonly Digest Digest = Digest.Of("image"u8);

    public static VerifyResult Result(Check root) =>
        new(ImageReference.Parse("registry.example/app:1").At(Digest), new Descriptor("application/vnd.oci.image.manifest.v1+json", Digest, 5), Verdict.Of(root));

    public static Check Image(params IReadOnlyList<Check> signatures) =>
        Check.AllOf(CheckIds.Image, [CheckIds.Signatures], [Check.AnyOf(CheckIds.Signatures, signatures, ErrorCodes.Unsigned, "it has no signature")]);

    public static Check GoodSignature(params ReadOnlySpan<Fact> facts) => Check.AllOf(
        CheckIds.Signature,
        [CheckIds.SignatureIntegrity],
        [Check.Pass(CheckIds.SignatureIntegrity), Check.Pass(CheckIds.Identity, null, facts), Check.Pass(CheckIds.Coverage, "all of it", new Fact("coverage", "digest"))]);

    public static Check BadSignature(string key) =>
        Check.AllOf(CheckIds.Signature, [CheckIds.SignatureIntegrity], [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch, $"not made by {key}")]);
}
