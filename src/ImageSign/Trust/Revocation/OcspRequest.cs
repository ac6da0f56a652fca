using System.Formats.Asn1;
using System.Security.Cryptography;

namespace ImageSign.Trust.Revocation;

/// <summary>An OCSP request for one certificate (RFC 6960, section 4.1.1).</summary>
/// <param name="Der">The request.</param>
/// <param name="CertificateId">The CertID that the response must repeat.</param>
internal sealed record OcspRequest(byte[] Der, byte[] CertificateId)
{
    private const string Sha1 = "1.3.14.3.2.26";

    public static OcspRequest For(RevocationQuestion question)
    {
        var id = CertId(question);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) // OCSPRequest
        using (writer.PushSequence()) // TBSRequest
        using (writer.PushSequence()) // requestList
        using (writer.PushSequence()) // Request
        {
            writer.WriteEncodedValue(id);
        }

        return new OcspRequest(writer.Encode(), id);
    }

    private static byte[] CertId(RevocationQuestion question)
    {
        var issuer = question.Issuer;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1);
                writer.WriteNull();
            }

#pragma warning disable CA5350 // RFC 5019, section 2.1.1: "Clients MUST use SHA1 as the hashing algorithm for the CertID": it names a certificate, and protects nothing
            writer.WriteOctetString(SHA1.HashData(issuer.SubjectName.RawData));
            writer.WriteOctetString(SHA1.HashData(issuer.PublicKey.EncodedKeyValue.RawData));
#pragma warning restore CA5350
            writer.WriteInteger(question.Certificate.SerialNumberBytes.Span);
        }

        return writer.Encode();
    }
}
