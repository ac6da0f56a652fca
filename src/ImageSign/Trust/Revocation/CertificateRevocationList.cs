using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;

namespace ImageSign.Trust.Revocation;

/// <summary>A certificate revocation list (RFC 5280, section 5).</summary>
internal sealed class CertificateRevocationList
{
    private const string NumberOid = "2.5.29.20";
    private const string DeltaIndicatorOid = "2.5.29.27";
    private const string IssuingDistributionPointOid = "2.5.29.28";
    private const string FreshestOid = "2.5.29.46";
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private readonly SignedDer _signed;
    private readonly ReadOnlyMemory<byte> _issuer;
    private readonly DateTimeOffset _thisUpdate;
    private readonly DateTimeOffset? _nextUpdate;
    private readonly ReadOnlyMemory<byte>? _entries;
    private readonly IReadOnlyList<AsnExtension> _extensions = [];

    /// <summary>Reads the list.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public CertificateRevocationList(byte[] der)
    {
        Der = der;
        _signed = SignedDer.Read(der, out _);
        var list = new AsnReader(_signed.Tbs, AsnEncodingRules.DER).ReadSequence();
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer)) list.ReadIntegerBytes(); // version
        list.ReadEncodedValue(); // signature algorithm
        _issuer = list.ReadEncodedValue();
        _thisUpdate = AsnTime.Read(list);
        if (list.HasData && AsnTime.IsNext(list)) _nextUpdate = AsnTime.Read(list);
        if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)) _entries = list.ReadEncodedValue();
        if (list.HasData) _extensions = AsnExtension.ReadAll(list.ReadSequence(Tag0).ReadSequence());
    }

    /// <summary>The list's bytes.</summary>
    public byte[] Der { get; }

    /// <summary>Where its delta list is, or none.</summary>
    public IReadOnlyList<string> FreshestUris => Extension(FreshestOid) is { } extension ? RevocationUrls.DistributionPoints(extension.Value) : [];

    /// <summary>Why the list says nothing about the certificate, or null when it does.</summary>
    public string? Defect(RevocationQuestion question, bool isDelta)
    {
        var issuer = question.Issuer;
        if (!_issuer.Span.SequenceEqual(issuer.SubjectName.RawData)) return "it is of another issuer";
        if (CertificateExtensions.Find<X509KeyUsageExtension>(issuer) is { } usage && !usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign)) return "its issuer may not sign such lists";
        if (!_signed.IsSignedBy(issuer)) return "it is not signed by the issuer";
        if (_thisUpdate > question.Now) return "it is from the future";
        if (_nextUpdate is not { } next) return "it does not say when it is out of date";
        if (next < question.Now) return "it is out of date";
        if (_extensions.FirstOrDefault(extension => extension.Critical && extension.Oid is not (IssuingDistributionPointOid or DeltaIndicatorOid)) is { } unknown) return $"its critical extension {unknown.Oid} is unknown";
        if (Extension(DeltaIndicatorOid) is not null != isDelta) return isDelta ? "it is no delta list" : "it is a delta list";
        return Extension(IssuingDistributionPointOid) is { } scope ? IssuingDistributionPoint.Defect(scope.Value, question.Certificate) : null;
    }

    /// <summary>True when this delta list belongs on top of <paramref name="whole"/> (RFC 5280, section 5.2.4).</summary>
    public bool Extends(CertificateRevocationList whole) =>
        Number(this, DeltaIndicatorOid) is { } from && Number(this, NumberOid) is { } number && Number(whole, NumberOid) is { } of && from <= of && number >= of;

    /// <summary>The certificate's entry, or null.</summary>
    public CrlEntry? Find(X509Certificate2 certificate)
    {
        if (_entries is not { } encoded) return null;
        var serial = certificate.SerialNumberBytes.Span;
        var entries = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            if (entry.ReadIntegerBytes().Span.SequenceEqual(serial)) return CrlEntry.Read(entry);
        }

        return null;
    }

    private static System.Numerics.BigInteger? Number(CertificateRevocationList list, string oid) =>
        list.Extension(oid) is { } extension ? new AsnReader(extension.Value, AsnEncodingRules.DER).ReadInteger() : null;

    private AsnExtension? Extension(string oid) => _extensions.FirstOrDefault(extension => extension.Oid == oid);
}
