using System.Text;
using ImageSign.Formats;
using ImageSign.Formats.Notary;
using ImageSign.Oci;
using ImageSign.Trust;

namespace ImageSign.Fuzz.Targets;

/// <summary>Envelopes, manifests and policies of the Notary Project.</summary>
internal static class NotaryEnvelopes
{
    private static readonly VerificationContext Context = Judge.Context with { Notary = FixedTrust.Trust };

    public static void Jws(byte[] input) => Verify(new JwsEnvelopeCodec(), input);

    public static void Cose(byte[] input) => Verify(new CoseEnvelopeCodec(), input);

    public static void Payload(byte[] input)
    {
        var signed = NotaryPayload.Read(input);
        var claims = ClaimPairs.Read(signed.Digest, signed.Annotations);
        foreach (var check in ClaimChecks.Evaluate(claims, Judge.Context, [])) Judge.Require(check);
        NotaryPayload.RequireSame(input, NotaryPayload.Write(signed, signed.Annotations));
    }

    public static void Manifest(byte[] input)
    {
        if (ManifestDocument.Parse(input, servedAs: null) is ImageManifest manifest && NotaryManifest.IsSignature(manifest)) _ = NotaryManifest.Defect(manifest, Judge.Subject.Digest);
    }

    public static void Policy(byte[] input)
    {
        var statement = TrustPolicyDocument.Parse(input, "the policy").For("registry.example/app");
        foreach (var identity in statement.Identities) _ = identity.Matches(Judge.Chain.Leaf);
        _ = statement.Level.WithRevocation(VerificationAction.Log);
        _ = statement.StoresOf(TrustStoreKind.Ca).ToList();
    }

    /// <summary>The name of a signer as a policy writes it.</summary>
    public static void Identity(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        if (TrustedIdentity.Parse(text).Identity is not { } identity) return;
        _ = identity.Matches(Judge.Chain.Leaf);
        if (text != "*" && TrustedIdentity.Parse(identity.Text).Identity is null) throw new PropertyViolatedException($"'{text}' is an identity only once");
    }

    private static void Verify(INotaryEnvelopeCodec codec, byte[] input)
    {
        Judge.Require(NotaryVerification.EvaluateAsync(codec, input, Context, CancellationToken.None));
        Judge.Require(NotaryVerification.EvaluateAsync(new ResigningCodec(codec), input, Context, CancellationToken.None));
    }
}
