using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Sigstore;
using ImageSign.Testing.Files;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Fuzz.Targets;

/// <summary>What keyless signatures bring along, and the trusted roots that judge it.</summary>
internal static class Keyless
{
    private static readonly CertificateIdentity Alice = new(IdentityMatch.Exact("alice@hsig.test"), IdentityMatch.Exact("http://127.0.0.1:8200"));

    private static readonly ResolvedTrust Trust = new(
        new SigstoreTrust { Identities = [Alice] },
        "the vectors",
        [TrustedRootReader.Read(Vectors.Read("keyless/trust/trusted_root.json"))]);

    private static readonly VerificationContext Context = new(Judge.Subject, Judge.Now) { Sigstore = Trust };
    private static readonly CosignFormat Cosign = new(Judge.Time);
    private static readonly byte[] Signature = new byte[72];

    public static void Bundle(byte[] input) => Judge.Require(StatementBundle.Verify(input, Context));

    public static void Root(byte[] input)
    {
        foreach (var root in TrustedRootReader.ReadFile(input))
        {
            foreach (var log in root.Logs) _ = (log.Host, log.Voter);
        }
    }

    public static void Note(byte[] input) => _ = Checkpoint.Parse(System.Text.Encoding.UTF8.GetString(input)).V1Name;

    public static void Timestamp(byte[] input)
    {
        var timestamp = SignedTimestamp.Read(input);
        foreach (var authority in timestamp.Claimed(Trust.Roots[0])) _ = timestamp.RefusalBy(authority, Signature);
    }

    /// <summary>The list of promises in a certificate.</summary>
    public static void Promises(byte[] input)
    {
        try
        {
            foreach (var promise in SignedCertificateTimestamp.ReadList(input)) _ = promise.Time;
        }
        catch (AsnContentException)
        {
            // This is how a list says that it is none; CertificateChecks makes a failure of it.
        }
    }

    /// <summary>A signer's certificate: its rules, its names, and what a certificate log would have signed.</summary>
    public static void Certificate(byte[] input)
    {
        var certificate = SigningCertificate.Read(input);
        _ = (certificate.Identity, certificate.Issuer, certificate.Problem);
        try
        {
            _ = PrecertificateTbs.Without(SignedDer.Read(input, out _).Tbs, SignedCertificateTimestamp.ListOid);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            // As above.
        }
    }

    /// <summary>The annotations of a layer, one in each line, then an empty line and the payload.</summary>
    public static void Annotations(byte[] input)
    {
        string[] names =
        [
            "dev.cosignproject.cosign/signature",
            "dev.sigstore.cosign/certificate",
            "dev.sigstore.cosign/bundle",
            "dev.sigstore.cosign/rfc3161timestamp",
        ];
        var lines = System.Text.Encoding.UTF8.GetString(input).Split('\n');
        var annotations = names.Zip(lines).ToDictionary(
            pair => pair.First, pair => pair.Second.Replace("\\n", "\n", StringComparison.Ordinal), StringComparer.Ordinal);
        var candidate = new SignatureCandidate(Cosign, Judge.Subject.Digest, Judge.Subject, "here")
        {
            Envelope = System.Text.Encoding.UTF8.GetBytes(lines[^1]),
            Layer = Judge.Subject with { Annotations = annotations },
        };
        Judge.Require(Cosign.VerifyAsync(candidate, Context, CancellationToken.None));
    }
}
