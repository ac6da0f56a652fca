using System.Security.Cryptography;
using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Embedded;
using ImageSign.Formats.Sigstore;
using ImageSign.Oci;

namespace ImageSign.Fuzz.Targets;

/// <summary>Bundles, envelopes and payloads of Sigstore and cosign.</summary>
internal static class SigstoreEnvelopes
{
    private const string SignatureAnnotation = "dev.cosignproject.cosign/signature";
    private static readonly SigstoreFormat Sigstore = new(Judge.Time);
    private static readonly CosignFormat Cosign = new(Judge.Time);
    private static readonly SignedMessage Message = SignedMessage.ReadAsync(
        new MemoryStream("an archive"u8.ToArray()), [HashAlgorithmName.SHA384, HashAlgorithmName.SHA512], whole: true, CancellationToken.None).GetAwaiter().GetResult();

    public static void Bundle(byte[] input) => Verify(Sigstore, Candidate(Sigstore, input));

    public static void DetachedBundle(byte[] input) => Judge.Require(MessageSignatureCheck.Evaluate(MessageSignatureBundle.Parse(input), Message, Judge.Context));

    /// <summary>The signature as the annotation has it, a line feed, then the payload.</summary>
    public static void SimpleSigning(byte[] input)
    {
        var end = Math.Max(0, Array.IndexOf(input, (byte)'\n'));
        var layer = Judge.Subject with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [SignatureAnnotation] = System.Text.Encoding.Latin1.GetString(input, 0, end) } };
        Verify(Cosign, Candidate(Cosign, input[Math.Min(end + 1, input.Length)..]) with { Layer = layer });
    }

    public static void Statement(byte[] input)
    {
        var claims = ImageStatement.Parse(input).ClaimsFor(Judge.Subject.Digest);
        foreach (var check in ClaimChecks.Evaluate(claims, Judge.Context, [])) Judge.Require(check);
    }

    public static void Dsse(byte[] input)
    {
        using var json = OciJson.Parse(input, "the envelope");
        var envelope = DsseEnvelope.Read(json.RootElement);
        foreach (var check in KeyIntegrity.Evaluate(envelope.Signed, envelope.Signature, Judge.Context)) Judge.Require(check);
        foreach (var check in ClaimChecks.Evaluate(ConfigStatement.Parse(envelope.Payload), Judge.Context, [])) Judge.Require(check);
    }

    private static SignatureCandidate Candidate(ISignatureFormat format, byte[] envelope) => new(format, Judge.Subject.Digest, Judge.Subject, "here") { Envelope = envelope };

    private static void Verify<T>(T format, SignatureCandidate candidate)
        where T : ISignatureFormat, ISignatureInspection
    {
        Judge.Require(format.VerifyAsync(candidate, Judge.Context, CancellationToken.None));
        _ = format.Describe(candidate);
    }
}
