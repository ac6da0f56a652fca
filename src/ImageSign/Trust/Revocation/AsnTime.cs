using System.Formats.Asn1;

namespace ImageSign.Trust.Revocation;

/// <summary>The ASN.1 choice of two kinds of time (RFC 5280, section 4.1.2.5).</summary>
internal static class AsnTime
{
    private static readonly Asn1Tag Utc = new(UniversalTagNumber.UtcTime);
    private static readonly Asn1Tag Generalized = new(UniversalTagNumber.GeneralizedTime);

    /// <summary>True when a time comes next.</summary>
    public static bool IsNext(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Utc) || reader.PeekTag().HasSameClassAndValue(Generalized);

    /// <summary>Reads a time.</summary>
    public static DateTimeOffset Read(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Utc) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
