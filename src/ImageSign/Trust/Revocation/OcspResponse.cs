using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Revocation;

/// <summary>An OCSP response (RFC 6960, section 4.2.1), believed only when the issuer, or a responder that it delegated to, signed it.</summary>
internal static class OcspResponse
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";
    private const string InvalidityDate = "2.5.29.24";
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Tag1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Good = new(TagClass.ContextSpecific, 0);

    /// <summary>What the response says about the certificate.</summary>
    public static RevocationFinding Read(byte[] der, OcspRequest request, RevocationQuestion question, string source)
    {
        try
        {
            var response = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var status = response.ReadEnumeratedBytes().Span;
            if (status is not [0]) return question.Unknown($"{source}: the responder refused");
            var bytes = response.ReadSequence(Tag0).ReadSequence();
            if (bytes.ReadObjectIdentifier() != Basic) return question.Unknown($"{source}: an unknown kind of response");
            var signed = SignedDer.Read(bytes.ReadOctetString(), out var rest);
            if (!IsSignedByResponder(signed, rest, question)) return question.Unknown($"{source}: not signed by the issuer or its responder");
            return ReadData(new AsnReader(signed.Tbs, AsnEncodingRules.DER).ReadSequence(), request, question, source);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ImageSignException)
        {
            return question.Unknown($"{source}: the response cannot be read");
        }
    }

    private static RevocationFinding ReadData(AsnReader data, OcspRequest request, RevocationQuestion question, string source)
    {
        if (data.PeekTag().HasSameClassAndValue(Tag0)) data.ReadEncodedValue(); // version
        data.ReadEncodedValue(); // responderID
        data.ReadGeneralizedTime(); // producedAt
        var responses = data.ReadSequence();
        while (responses.HasData)
        {
            var single = responses.ReadSequence();
            if (!single.ReadEncodedValue().Span.SequenceEqual(request.CertificateId)) continue;
            return ReadSingle(single, question, source);
        }

        return question.Unknown($"{source}: the response is for another certificate");
    }

    private static RevocationFinding ReadSingle(AsnReader single, RevocationQuestion question, string source)
    {
        var isGood = single.PeekTag().HasSameClassAndValue(Good);
        var isRevoked = single.PeekTag().HasSameClassAndValue(Tag1);
        single.ReadEncodedValue();
        if (single.ReadGeneralizedTime() > question.Now) return question.Unknown($"{source}: the response is from the future");
        // RFC 6960, section 4.2.2.1: "Responses whose nextUpdate value is earlier than the local system time value SHOULD be considered unreliable."
        if (single.HasData && single.PeekTag().HasSameClassAndValue(Tag0) && single.ReadSequence(Tag0).ReadGeneralizedTime() < question.Now)
        {
            return question.Unknown($"{source}: the response is out of date");
        }

        if (isGood) return new RevocationFinding(question.Certificate, RevocationStatus.Good, source);
        return isRevoked ? question.Revoked(ReadInvalidityDate(single), source) : question.Unknown($"{source}: the responder does not know the certificate");
    }

    private static DateTimeOffset? ReadInvalidityDate(AsnReader single)
    {
        if (!single.HasData || !single.PeekTag().HasSameClassAndValue(Tag1)) return null;
        var extensions = AsnExtension.ReadAll(single.ReadSequence(Tag1).ReadSequence());
        return extensions.FirstOrDefault(extension => extension.Oid == InvalidityDate) is { } date ? new AsnReader(date.Value, AsnEncodingRules.DER).ReadGeneralizedTime() : null;
    }

    // RFC 6960, section 4.2.2.2: the certificate of a delegated responder "MUST be issued directly by the CA that is identified in the request" and carry id-kp-OCSPSigning.
    private static bool IsSignedByResponder(SignedDer signed, AsnReader rest, RevocationQuestion question)
    {
        if (signed.IsSignedBy(question.Issuer)) return true;
        if (!rest.HasData) return false;
        var certificates = rest.ReadSequence(Tag0).ReadSequence();
        for (var i = 0; certificates.HasData && i < Limits.MaxChainCertificates; i++)
        {
            var responder = CertificateChain.Load(certificates.ReadEncodedValue());
            if (IsResponder(responder, question) && signed.IsSignedBy(responder)) return true;
        }

        return false;
    }

    private static bool IsResponder(X509Certificate2 responder, RevocationQuestion question) =>
        CertificateExtensions.Find<X509EnhancedKeyUsageExtension>(responder) is { } usages
        && usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value == OcspSigning)
        && ChainRules.NotValidAt(new CertificateChain([responder]), question.Now) is null
        && ChainRules.IsIssuedBy(responder, question.Issuer);
}
