using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys.Pkcs11;

/// <summary>Makes a public key of an object's attributes. What a token says is foreign: everything goes through <see cref="PublicKeyReader"/>.</summary>
internal static class TokenPublicKey
{
    private const string EcOid = "1.2.840.10045.2.1";

    private static readonly Dictionary<string, int> FieldBytes = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = 32,
        ["1.3.132.0.34"] = 48,
        ["1.3.132.0.35"] = 66,
    };

    /// <summary>The key, or null when the object does not say enough. A private RSA key says what its public half is; one of a curve does not.</summary>
    public static PublicKey? Read(TokenObject key, string name)
    {
        if (key.Bytes(Ck.PublicKeyInfo) is { Length: > 0 } info) return PublicKeyReader.FromSubjectPublicKeyInfo(info, name);
        try
        {
            return key.KeyType switch
            {
                Ck.Rsa => OfRsa(key, name),
                Ck.Ec => OfEc(key, name),
                Ck.EcEdwards => OfEdwards(key, name),
                _ => throw ErrorCodes.KeyInvalid.With(name, "it is neither RSA nor of an elliptic curve"),
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw ErrorCodes.KeyInvalid.Because(e, name, "what the token says of it cannot be parsed");
        }
    }

    private static PublicKey? OfRsa(TokenObject key, string name)
    {
        if (key.Bytes(Ck.Modulus) is not { Length: > 0 } modulus || key.Bytes(Ck.PublicExponent) is not { Length: > 0 } exponent) return null;
        using var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = Trimmed(modulus), Exponent = Trimmed(exponent) });
        return PublicKeyReader.FromSubjectPublicKeyInfo(rsa.ExportSubjectPublicKeyInfo(), name);
    }

    private static PublicKey? OfEc(TokenObject key, string name)
    {
        if (key.Bytes(Ck.EcParams) is not { Length: > 0 } parameters || key.Bytes(Ck.EcPoint) is not { Length: > 0 } point) return null;
        var curve = new AsnReader(parameters, AsnEncodingRules.DER).ReadObjectIdentifier();
        // An unknown curve is refused by its name further on.
        var bytes = FieldBytes.TryGetValue(curve, out var field) ? PointOf(point, 1 + (2 * field)) : point;
        if (bytes is null) throw ErrorCodes.KeyInvalid.With(name, "its CKA_EC_POINT has not the length of its curve");
        return Encoded(EcOid, parameters, bytes, name);
    }

    private static PublicKey? OfEdwards(TokenObject key, string name)
    {
        if (key.Bytes(Ck.EcPoint) is not { Length: > 0 } point) return null;
        if (key.Bytes(Ck.EcParams) is { Length: > 0 } parameters && !IsEd25519(parameters)) throw ErrorCodes.KeyInvalid.With(name, "it is an Edwards key, but not Ed25519");
        var bytes = PointOf(point, 32) ?? throw ErrorCodes.KeyInvalid.With(name, "its CKA_EC_POINT has not the 32 bytes of Ed25519");
        return Encoded(Ed25519PublicKey.Oid, [], bytes, name);
    }

    /// <summary>PKCS#11 3.0 has the OID of RFC 8410; SoftHSM and others have the curve's name, as drafts of it had.</summary>
    private static bool IsEd25519(byte[] parameters)
    {
        var reader = new AsnReader(parameters, AsnEncodingRules.DER);
        var tag = reader.PeekTag();
        if (tag == Asn1Tag.ObjectIdentifier) return reader.ReadObjectIdentifier() is Ed25519PublicKey.Oid or "1.3.6.1.4.1.11591.15.1";
        return tag.HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.PrintableString))
            && reader.ReadCharacterString(UniversalTagNumber.PrintableString) is "edwards25519" or "Ed25519";
    }

    /// <summary>PKCS#11 2.40, section 2.3.3: "DER-encoding of ANSI X9.62 ECPoint value Q", an OCTET STRING; some modules return the point itself.</summary>
    private static byte[]? PointOf(byte[] value, int length)
    {
        if (value.Length == length) return value;
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        var tag = reader.PeekTag();
        var point = tag == Asn1Tag.PrimitiveOctetString ? reader.ReadOctetString()
            : tag == Asn1Tag.PrimitiveBitString ? reader.ReadBitString(out _)
            : [];
        return point.Length == length && !reader.HasData ? point : null;
    }

    private static PublicKey Encoded(string algorithm, byte[] parameters, byte[] point, string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                if (parameters.Length > 0) writer.WriteEncodedValue(parameters);
            }

            writer.WriteBitString(point);
        }

        return PublicKeyReader.FromSubjectPublicKeyInfo(writer.Encode(), name);
    }

    private static byte[] Trimmed(byte[] number) => number.AsSpan().TrimStart((byte)0).ToArray();
}
