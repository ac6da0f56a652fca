using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust.Revocation;

/// <summary>Which certificates a revocation list is about (RFC 5280, section 5.2.5).</summary>
internal static class IssuingDistributionPoint
{
    private const int OnlyUserCertificates = 1;
    private const int OnlyAuthorities = 2;
    private const int OnlySomeReasons = 3;
    private const int Indirect = 4;
    private const int OnlyAttributeCertificates = 5;

    /// <summary>Why a list of this scope says nothing about <paramref name="certificate"/>, or null.</summary>
    public static string? Defect(ReadOnlyMemory<byte> extension, X509Certificate2 certificate)
    {
        var isAuthority = CertificateExtensions.Find<X509BasicConstraintsExtension>(certificate) is { CertificateAuthority: true };
        var fields = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (fields.HasData)
        {
            var tag = fields.PeekTag();
            fields.ReadEncodedValue();
            switch (tag.TagValue)
            {
                case OnlyUserCertificates when isAuthority:
                    return "it lists no authorities";
                case OnlyAuthorities when !isAuthority:
                    return "it lists authorities only";
                case OnlySomeReasons or Indirect or OnlyAttributeCertificates:
                    return "it does not list all revocations of its issuer's certificates";
            }
        }

        return null;
    }
}
