using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>Finds extensions of certificates; RFC 5280, section 4.2: "A certificate MUST NOT include more than one instance of a particular extension."</summary>
internal static class CertificateExtensions
{
    public static T? Find<T>(X509Certificate2 certificate)
        where T : X509Extension
    {
        T? found = null;
        foreach (var extension in certificate.Extensions)
        {
            if (extension is not T typed) continue;
            found = found is null ? typed : throw new CryptographicException("An extension stands twice in a certificate.");
        }

        return found;
    }

    /// <summary>The raw value of the extension <paramref name="oid"/>, or null.</summary>
    public static ReadOnlyMemory<byte>? Raw(X509Certificate2 certificate, string oid) =>
        certificate.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid) is { } found ? found.RawData : (ReadOnlyMemory<byte>?)null;
}
