using System.Formats.Asn1;

namespace ImageSign.Trust.Revocation;

/// <summary>An entry of a certificate revocation list.</summary>
/// <param name="IsRemoved">True for the reason removeFromCRL, which lifts a hold.</param>
/// <param name="InvalidityDate">Since when the certificate is to be distrusted, or null.</param>
internal sealed record CrlEntry(bool IsRemoved, DateTimeOffset? InvalidityDate)
{
    private const string ReasonOid = "2.5.29.21";
    private const string InvalidityDateOid = "2.5.29.24";
    private const byte RemoveFromCrl = 8;

    /// <summary>Reads what follows the serial number. An unknown critical extension makes the list unusable.</summary>
    public static CrlEntry Read(AsnReader entry)
    {
        AsnTime.Read(entry);
        var isRemoved = false;
        DateTimeOffset? invalidity = null;
        foreach (var extension in entry.HasData ? AsnExtension.ReadAll(entry.ReadSequence()) : [])
        {
            var value = new AsnReader(extension.Value, AsnEncodingRules.DER);
            switch (extension.Oid)
            {
                case ReasonOid:
                    isRemoved = value.ReadEnumeratedBytes().Span is [RemoveFromCrl];
                    break;
                case InvalidityDateOid:
                    invalidity = value.ReadGeneralizedTime();
                    break;
                default:
                    if (extension.Critical) throw new AsnContentException($"The critical extension {extension.Oid} of an entry is unknown.");
                    break;
            }
        }

        return new CrlEntry(isRemoved, invalidity);
    }
}
