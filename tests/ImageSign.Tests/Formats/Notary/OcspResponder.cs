using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>An OCSP responder (RFC 6960) that answers from a list of serial numbers and can misbehave on request.</summary>
internal sealed class OcspResponder(X509Certificate2 issuer, ECDsa key)
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Serial numbers, in hexadecimal, that are revoked.</summary>
    public HashSet<string> Revoked { get; init; } = [];

    /// <summary>Serial numbers that are known and good; null: all.</summary>
    public HashSet<string>? Good { get; init; }

    /// <summary>A delegated responder's certificate to send along, or null when the issuer signs.</summary>
    public X509Certificate2? Delegate { get; init; }

    /// <summary>When the answer was true, before now.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after it was true it holds; null: no word of that.</summary>
    public TimeSpan? Validity { get; init; }

    /// <summary>Since when a revoked certificate is not to be trusted, or null.</summary>
    public DateTimeOffset? InvalidityDate { get; init; }

    /// <summary>The responder of the vectors: 0200 is good, 0201 revoked.</summary>
    public static OcspResponder OfVectors()
    {
        var folder = Path.Combine(NotationVectors.Folder, "revocation");
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "ocsp-ca.key")));
        return new OcspResponder(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "ocsp-ca.crt")), key) { Good = ["0200"], Revoked = ["0201"] };
    }

    public byte[] Answer(byte[] request)
    {
        var id = new AsnReader(request, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence().ReadSequence().ReadEncodedValue();
        var certId = new AsnReader(id, AsnEncodingRules.DER).ReadSequence();
        certId.ReadSequence();
        certId.ReadOctetString();
        certId.ReadOctetString();
        var serial = Convert.ToHexString(certId.ReadIntegerBytes().Span);

        var data = Data(id, serial);
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data);
            using (basic.PushSequence()) basic.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            basic.WriteBitString(key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            if (Delegate is not null)
            {
                using (basic.PushSequence(Tag0))
                using (basic.PushSequence())
                {
                    basic.WriteEncodedValue(Delegate.RawData);
                }
            }
        }

        var response = new AsnWriter(AsnEncodingRules.DER);
        using (response.PushSequence())
        {
            response.WriteEnumeratedValue(OcspStatus.Successful);
            using (response.PushSequence(Tag0))
            using (response.PushSequence())
            {
                response.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                response.WriteOctetString(basic.Encode());
            }
        }

        return response.Encode();
    }

    private byte[] Data(ReadOnlyMemory<byte> id, string serial)
    {
        var now = DateTimeOffset.UtcNow;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true))) writer.WriteEncodedValue((Delegate ?? issuer).SubjectName.RawData);
            writer.WriteGeneralizedTime(now - Age, omitFractionalSeconds: true);
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(id.Span);
                WriteStatus(writer, serial, now);
                writer.WriteGeneralizedTime(now - Age, omitFractionalSeconds: true);
                if (Validity is { } validity)
                {
                    using (writer.PushSequence(Tag0)) writer.WriteGeneralizedTime(now - Age + validity, omitFractionalSeconds: true);
                }

                if (InvalidityDate is { } date) WriteInvalidityDate(writer, date);
            }
        }

        return writer.Encode();
    }

    private void WriteStatus(AsnWriter writer, string serial, DateTimeOffset now)
    {
        if (Revoked.Contains(serial))
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true))) writer.WriteGeneralizedTime(now.AddDays(-1), omitFractionalSeconds: true);
        }
        else
        {
            writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, Good?.Contains(serial) ?? true ? 0 : 2));
        }
    }

    private static void WriteInvalidityDate(AsnWriter writer, DateTimeOffset date)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        value.WriteGeneralizedTime(date, omitFractionalSeconds: true);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.29.24");
            writer.WriteOctetString(value.Encode());
        }
    }

    private enum OcspStatus
    {
        Successful = 0,
    }
}
