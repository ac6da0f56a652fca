using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Oci;

namespace ImageSign.Trust.Revocation;

/// <summary>Where a certificate says that its revocation can be asked for.</summary>
/// <param name="Ocsp">OCSP responders, over http.</param>
/// <param name="Crl">Certificate revocation lists, over http.</param>
/// <param name="IsSilent">True when the certificate names nobody at all, over http or otherwise.</param>
internal sealed record RevocationUrls(IReadOnlyList<Uri> Ocsp, IReadOnlyList<Uri> Crl, bool IsSilent)
{
    private const string CrlDistributionPoints = "2.5.29.31";
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    /// <summary>Reads the certificate's extensions.</summary>
    /// <exception cref="CryptographicException">One cannot be read.</exception>
    public static RevocationUrls Of(X509Certificate2 certificate)
    {
        var ocsp = CertificateExtensions.Find<X509AuthorityInformationAccessExtension>(certificate)?.EnumerateOcspUris().ToArray() ?? [];
        var crl = CertificateExtensions.Raw(certificate, CrlDistributionPoints) is { } raw ? DistributionPoints(raw) : [];
        return new RevocationUrls(Http(ocsp), Http(crl), ocsp.Length == 0 && crl.Count == 0);
    }

    /// <summary>The URIs of a CRLDistributionPoints or FreshestCRL extension (RFC 5280, section 4.2.1.13).</summary>
    public static IReadOnlyList<string> DistributionPoints(ReadOnlyMemory<byte> extension)
    {
        var uris = new List<string>();
        try
        {
            var points = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                if (!point.HasData || !point.PeekTag().HasSameClassAndValue(Tag0)) continue;
                var name = point.ReadSequence(Tag0);
                if (!name.PeekTag().HasSameClassAndValue(Tag0)) continue;
                var full = name.ReadSequence(Tag0);
                while (full.HasData)
                {
                    if (full.PeekTag().HasSameClassAndValue(UriName)) uris.Add(full.ReadCharacterString(UniversalTagNumber.IA5String, UriName));
                    else full.ReadEncodedValue();
                }
            }
        }
        catch (AsnContentException e)
        {
            throw new CryptographicException("The CRL distribution points cannot be read.", e);
        }

        return uris;
    }

    // signature-specification, "Certificate revocation evaluation": revocation data is signed, so that plain http suffices; other schemes are not asked.
    public static Uri[] Http(IEnumerable<string> uris) =>
        [.. uris.Take(Limits.MaxRevocationUrls).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null).OfType<Uri>().Where(uri => uri.Scheme == Uri.UriSchemeHttp)];
}
