using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>The rules for certificate chains (signature-specification, "Certificate Requirements"). They are part of integrity: no policy turns them off.</summary>
internal static class ChainRules
{
    /// <summary>The first rule that the chain breaks, with the certificate that breaks it; null for a good chain. Says nothing of trust or of time.</summary>
    public static ChainViolation? Check(CertificateChain chain, ChainPurpose purpose)
    {
        var certificates = chain.Certificates;
        try
        {
            if (LeafRules.Check(chain.Leaf, purpose) is { } leaf) return new ChainViolation(chain.Leaf, leaf);
            for (var i = 1; i < certificates.Count; i++)
            {
                if (AuthorityRules.Check(certificates[i], depth: i - 1) is { } authority) return new ChainViolation(certificates[i], authority);
            }

            // RFC 5280, section 4.1.2.5. A validity that cannot be read throws here, and so nowhere later.
            if (certificates.FirstOrDefault(certificate => certificate.NotBefore > certificate.NotAfter) is { } never) return new ChainViolation(never, "its validity ends before it begins");
            return Links(certificates);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return new ChainViolation(chain.Leaf, "it, or a certificate above it, holds an extension or a validity that cannot be read");
        }
    }

    /// <summary>True when <paramref name="certificate"/> names <paramref name="issuer"/> as its issuer and its signature is that certificate's.</summary>
    public static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2 issuer) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData) && SignedDer.Read(certificate.RawDataMemory, out _).IsSignedBy(issuer);

    /// <summary>True when the certificate issued itself.</summary>
    public static bool IsSelfSigned(X509Certificate2 certificate) => IsIssuedBy(certificate, certificate);

    /// <summary>The first certificate that is not valid at <paramref name="time"/>, or null.</summary>
    public static X509Certificate2? NotValidAt(CertificateChain chain, DateTimeOffset time) =>
        chain.Certificates.FirstOrDefault(certificate => time.UtcDateTime < certificate.NotBefore.ToUniversalTime() || time.UtcDateTime > certificate.NotAfter.ToUniversalTime());

    // "The certificates in the chain MUST be ordered … ending with the root certificate", and each is issued by the next.
    private static ChainViolation? Links(IReadOnlyList<X509Certificate2> certificates)
    {
        for (var i = 0; i < certificates.Count - 1; i++)
        {
            var (certificate, issuer) = (certificates[i], certificates[i + 1]);
            if (certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) && IsSelfSigned(certificate))
            {
                return new ChainViolation(certificate, "it issued itself, but is not the last of the chain");
            }

            if (!IsIssuedBy(certificate, issuer))
            {
                return new ChainViolation(certificate, $"it was not issued by the next certificate of the chain, '{issuer.Subject}', or is signed with a broken algorithm such as SHA-1");
            }
        }

        return IsSelfSigned(certificates[^1]) ? null : new ChainViolation(certificates[^1], "it is the last of the chain but no root: the root must be included, and signed with SHA-256 or better");
    }
}
