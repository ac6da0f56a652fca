using System.Formats.Asn1;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// What a certificate log signed: the certificate's signed part as it was before the log's answer stood in it (RFC 6962, section 3.2).
/// </summary>
internal static class PrecertificateTbs
{
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <summary>
    /// The signed part of a certificate, <paramref name="tbs"/>, without the extension <paramref name="oid"/>. Every element is copied as
    /// it stands; only the lengths around the extension are written anew.
    /// </summary>
    public static byte[] Without(ReadOnlyMemory<byte> tbs, string oid)
    {
        var fields = new AsnReader(tbs, AsnEncodingRules.DER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (fields.HasData)
            {
                if (!fields.PeekTag().HasSameClassAndValue(Extensions)) writer.WriteEncodedValue(fields.ReadEncodedValue().Span);
                else CopyExtensions(fields.ReadSequence(Extensions), writer, oid);
            }
        }

        return writer.Encode();
    }

    private static void CopyExtensions(AsnReader wrapper, AsnWriter writer, string oid)
    {
        var extensions = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        using (writer.PushSequence(Extensions))
        using (writer.PushSequence())
        {
            while (extensions.HasData)
            {
                var encoded = extensions.ReadEncodedValue();
                var extension = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
                if (extension.ReadObjectIdentifier() != oid) writer.WriteEncodedValue(encoded.Span);
            }
        }
    }
}
