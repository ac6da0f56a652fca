using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>The two spellings of an ECDSA signature: r and s side by side (IEEE P1363, inside), and DER (Ecdsa-Sig-Value, at the edge).</summary>
internal static class EcdsaEncoding
{
    public static HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaSha256 => HashAlgorithmName.SHA256,
        SignatureAlgorithm.EcdsaSha384 => HashAlgorithmName.SHA384,
        SignatureAlgorithm.EcdsaSha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>Writes SEQUENCE { r, s } of the two halves of <paramref name="signature"/>.</summary>
    public static byte[] ToDer(ReadOnlySpan<byte> signature)
    {
        var half = signature.Length / 2;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(signature[..half], isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new BigInteger(signature[half..], isUnsigned: true, isBigEndian: true));
        }

        return writer.Encode();
    }

    /// <summary>Reads strict DER; null for anything that is not exactly one signature of a key of that many bits.</summary>
    public static byte[]? FromDer(ReadOnlySpan<byte> der, int keyBits)
    {
        try
        {
            var field = (keyBits + 7) / 8;
            var reader = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            var r = sequence.ReadInteger();
            var s = sequence.ReadInteger();
            sequence.ThrowIfNotEmpty();
            reader.ThrowIfNotEmpty();
            var signature = new byte[2 * field];
            return WriteField(r, signature.AsSpan(0, field)) && WriteField(s, signature.AsSpan(field)) ? signature : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool WriteField(BigInteger value, Span<byte> field)
    {
        if (value.Sign <= 0 || value.GetByteCount(isUnsigned: true) > field.Length) return false;
        return value.TryWriteBytes(field[^value.GetByteCount(isUnsigned: true)..], out _, isUnsigned: true, isBigEndian: true);
    }
}
