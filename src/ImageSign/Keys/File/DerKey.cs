using System.Formats.Asn1;

namespace ImageSign.Keys.File;

/// <summary>Tells what a DER structure is by its own shape, so that nothing is guessed from a file's name or label.</summary>
internal static class DerKey
{
    private const string Pkcs7 = "1.2.840.113549.1.7.";
    private const int Pkcs1PrivateIntegers = 9;

    /// <summary>The first byte of every key in DER.</summary>
    public const byte Sequence = 0x30;

    /// <summary>True for exactly one structure.</summary>
    public static bool IsDer(ReadOnlySpan<byte> content)
    {
        try
        {
            return content is [Sequence, ..] && AsnDecoder.TryReadEncodedValue(content, AsnEncodingRules.BER, out _, out _, out _, out var consumed) && consumed == content.Length;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The kind of key; null for what is none.</summary>
    public static KeyMaterialKind? KindOf(ReadOnlyMemory<byte> content)
    {
        if (!IsDer(content.Span)) return null;
        try
        {
            var outer = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
            return outer.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) ? OfVersioned(outer) : outer.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? OfAlgorithm(outer) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    // PFX { version, contentInfo }; PKCS#8 { version, algorithm, OCTET STRING }; SEC1 { version, OCTET STRING }; PKCS#1 { n, e } or { version, n, e, d, p, q, … }
    private static KeyMaterialKind? OfVersioned(AsnReader outer)
    {
        outer.ReadInteger();
        if (!outer.HasData) return null;
        var next = outer.PeekTag();
        if (next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString)) return KeyMaterialKind.EcPrivateKey;
        if (next.HasSameClassAndValue(Asn1Tag.Sequence))
        {
            return OidOf(outer.ReadSequence())?.StartsWith(Pkcs7, StringComparison.Ordinal) == true ? KeyMaterialKind.Pfx
                : outer.HasData && outer.PeekTag().HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? KeyMaterialKind.Pkcs8 : null;
        }

        var integers = 1;
        while (outer.HasData && outer.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            outer.ReadEncodedValue();
            integers++;
        }

        return integers switch
        {
            2 when !outer.HasData => KeyMaterialKind.RsaPublicKey,
            Pkcs1PrivateIntegers => KeyMaterialKind.RsaPrivateKey,
            6 when !outer.HasData => KeyMaterialKind.DsaPrivateKey, // OpenSSL: version, p, q, g, y, x
            _ => null,
        };
    }

    // SubjectPublicKeyInfo { algorithm, BIT STRING }; EncryptedPrivateKeyInfo { algorithm, OCTET STRING }; Certificate { SEQUENCE, algorithm, BIT STRING }
    private static KeyMaterialKind? OfAlgorithm(AsnReader outer)
    {
        var isAlgorithm = OidOf(outer.ReadSequence()) is not null;
        if (!outer.HasData) return null;
        var next = outer.PeekTag();
        if (!isAlgorithm) return next.HasSameClassAndValue(Asn1Tag.Sequence) ? KeyMaterialKind.Certificate : null;
        if (next.HasSameClassAndValue(Asn1Tag.PrimitiveBitString)) return KeyMaterialKind.PublicKey;
        return next.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) ? KeyMaterialKind.EncryptedPkcs8 : null;
    }

    private static string? OidOf(AsnReader algorithm) =>
        algorithm.HasData && algorithm.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? algorithm.ReadObjectIdentifier() : null;
}
