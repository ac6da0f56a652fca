using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Trust;
using ImageSign.Trust.Revocation;
using ImageSign.Trust.Timestamps;

namespace ImageSign.Fuzz.Targets;

/// <summary>Certificates, and what authorities answer about them.</summary>
internal static class Certificates
{
    private static readonly X509Certificate2 Issuer = Judge.Certificate("notation/revocation/ocsp-ca.crt");
    private static readonly ECDsa IssuerKey = Judge.EcdsaKey("notation/revocation/ocsp-ca.key");
    private static readonly RevocationQuestion Question = new(Judge.Certificate("fuzz/fixtures/signer.crt"), Issuer, Judge.Now, Judge.Now.AddDays(-10));
    private static readonly OcspRequest Request = OcspRequest.For(Question);

    /// <summary>PEM blocks, or one DER certificate.</summary>
    public static void Chain(byte[] input)
    {
        var certificates = input.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? CertificatePem.Read(Encoding.UTF8.GetString(input)) : [CertificateChain.Load(input)];
        var chain = new CertificateChain(certificates);
        foreach (var purpose in (ChainPurpose[])[ChainPurpose.Signing, ChainPurpose.Timestamping])
        {
            if (ChainRules.Check(chain, purpose) is { } violation) _ = violation.ToString();
            else _ = ChainRules.NotValidAt(chain, Judge.Now);
        }

        foreach (var certificate in certificates) Look(certificate);
    }

    public static void Ocsp(byte[] input)
    {
        _ = OcspResponse.Read(input, Request, Question, "the responder");
        if (SignedAnew(input) is { } signed) _ = OcspResponse.Read(Responses.Ocsp(signed), Request, Question, "the responder");
    }

    public static void Crl(byte[] input)
    {
        try
        {
            Judged(new CertificateRevocationList(input));
            if (SignedAnew(input) is { } signed) Judged(new CertificateRevocationList(signed));
        }
        catch (Exception e) when (e is CryptographicException or System.Formats.Asn1.AsnContentException)
        {
            // This is how a list says that it is none; CrlClient makes "unknown" of it.
        }
    }

    public static void Timestamp(byte[] input) => _ = TimestampToken.Verify(input, Seeds.SeedSource.StampedSignature, FixedTrust.TimestampRoots);

    private static void Look(X509Certificate2 certificate)
    {
        _ = TrustedIdentity.Parse("x509.subject: C=US, ST=WA, O=ImageSign Test").Identity!.Matches(certificate);
        _ = ChainRules.IsSelfSigned(certificate);
        try
        {
            _ = RevocationUrls.Of(certificate);
        }
        catch (CryptographicException)
        {
            // RevocationChecker makes "unknown" of it.
        }
    }

    private static void Judged(CertificateRevocationList list)
    {
        var bundle = new CrlBundle(list, list.FreshestUris.Count > 0 ? list : null);
        if (bundle.Defect(Question) is null) _ = bundle.Answer(Question, "the list");
        _ = list.Find(Question.Certificate);
        _ = list.Defect(Question, isDelta: true);
        _ = list.Extends(list);
    }

    /// <summary>The signed part of a list or a response, signed by the issuer that the question names.</summary>
    private static byte[]? SignedAnew(byte[] input)
    {
        try
        {
            return Responses.Sign(Responses.SignedPart(input), IssuerKey);
        }
        catch (System.Formats.Asn1.AsnContentException)
        {
            return null;
        }
    }
}
