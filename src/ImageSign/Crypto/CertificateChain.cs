using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Oci;

namespace ImageSign.Crypto;

/// <summary>Certificates in the order in which one issued the other: the signer's first, the root last. The order is claimed; the rules of trust check it.</summary>
public sealed record CertificateChain
{
    /// <summary>Makes a chain of certificates that are there already.</summary>
    public CertificateChain(IReadOnlyList<X509Certificate2> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        if (certificates.Count is 0 or > Limits.MaxChainCertificates)
        {
            throw ErrorCodes.Malformed.With("The certificate chain", $"it holds {certificates.Count} certificates, not 1 to {Limits.MaxChainCertificates}");
        }

        Certificates = certificates;
    }

    /// <summary>The certificates, the leaf first.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; }

    /// <summary>The signer's certificate.</summary>
    public X509Certificate2 Leaf => Certificates[0];

    /// <summary>Reads DER certificates.</summary>
    public static CertificateChain FromDer(IReadOnlyList<ReadOnlyMemory<byte>> certificates)
    {
        if (certificates.Count > Limits.MaxChainCertificates) throw ErrorCodes.Malformed.With("The certificate chain", $"it holds more than {Limits.MaxChainCertificates} certificates");
        return new CertificateChain([.. certificates.Select(Load)]);
    }

    /// <summary>Reads one DER certificate, and nothing after it.</summary>
    public static X509Certificate2 Load(ReadOnlyMemory<byte> der)
    {
        try
        {
            var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return certificate.RawDataMemory.Span.SequenceEqual(der.Span) ? certificate : throw ErrorCodes.Malformed.With("A certificate", "it is not exactly one DER certificate");
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.Malformed.Because(e, "A certificate", "it is not exactly one DER certificate");
        }
    }

    /// <summary>The SHA-256 of a certificate in lower-case hexadecimal: how people tell certificates apart.</summary>
    public static string Thumbprint(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
}
