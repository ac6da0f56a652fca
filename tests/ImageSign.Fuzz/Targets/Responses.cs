using System.Formats.Asn1;
using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Fuzz.Targets;

/// <summary>Puts revocation lists and OCSP responses together around a signed part.</summary>
internal static class Responses
{
    private const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    private const string OcspBasic = "1.3.6.1.5.5.7.48.1.1";
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The signed part of a list; of the basic response in an OCSP response.</summary>
    public static ReadOnlyMemory<byte> SignedPart(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        if (outer.PeekTag().TagValue != (int)UniversalTagNumber.Enumerated) return SignedDer.Read(der, out _).Tbs;
        outer.ReadEncodedValue();
        var bytes = outer.ReadSequence(Tag0).ReadSequence();
        bytes.ReadEncodedValue();
        return SignedDer.Read(bytes.ReadOctetString(), out _).Tbs;
    }

    public static byte[] Sign(ReadOnlyMemory<byte> tbs, ECDsa key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(tbs.Span);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(EcdsaSha256);
            writer.WriteBitString(key.SignData(tbs.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return writer.Encode();
    }

    public static byte[] Ocsp(byte[] basic)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(OcspResponseStatus.Successful);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(OcspBasic);
                writer.WriteOctetString(basic);
            }
        }

        return writer.Encode();
    }

    private enum OcspResponseStatus
    {
        Successful,
    }
}
