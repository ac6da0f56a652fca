using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Tests.Formats.Notary;

namespace ImageSign.Tests.Trust;

/// <summary>An authority that issues one certificate and answers for it at http://authority.test/ocsp and /crl; in-process, by URL.</summary>
internal sealed class RevocationAuthority : HttpMessageHandler
{
    public const string OcspUrl = "http://authority.test/ocsp";
    public const string CrlUrl = "http://authority.test/list.crl";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public RevocationAuthority(IReadOnlyList<string>? ocsp = null, IReadOnlyList<string>? crl = null)
    {
        var request = new CertificateRequest("CN=authority,O=test,C=NL", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(300));
        Chain = new CertificateChain([Issue("CN=signer,O=test,ST=x,C=NL", [0x11, 0x22], ocsp ?? [], crl ?? []), X509CertificateLoader.LoadCertificate(_root.RawData)]);
        Responder = new OcspResponder(_root, _key);
    }

    public CertificateChain Chain { get; }

    public OcspResponder Responder { get; set; }

    /// <summary>Answers by URL, besides the OCSP responder.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>The methods and URLs of the requests, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ECDsa Key => _key;

    public X509Certificate2 Root => _root;

    /// <summary>A certificate of this authority.</summary>
    public X509Certificate2 Issue(string subject, byte[] serial, IReadOnlyList<string> ocsp, IReadOnlyList<string> crl, ECDsa? key = null, string? usage = null)
    {
        var request = new CertificateRequest(subject, key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        if (ocsp.Count > 0) request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocsp, null));
        if (crl.Count > 0) request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(crl));
        if (usage is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        return request.Create(_root, DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(200), serial);
    }

    /// <summary>A revocation list.</summary>
    public byte[] List(X509RevocationReason? reason = null, TimeSpan? validity = null, ECDsa? key = null)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x77], DateTimeOffset.UtcNow.AddDays(-2));
        if (reason is { } why) builder.AddEntry(Chain.Leaf.SerialNumberBytes.Span, DateTimeOffset.UtcNow.AddDays(-1), why);
        var signer = X509SignatureGenerator.CreateForECDsa(key ?? _key);
        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(_root.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single());
        return builder.Build(_root.SubjectName, signer, 1, DateTimeOffset.UtcNow + (validity ?? TimeSpan.FromDays(1)), HashAlgorithmName.SHA256, identifier, DateTimeOffset.UtcNow.AddDays(-3));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        Requests.Enqueue($"{request.Method} {(url.StartsWith(OcspUrl, StringComparison.Ordinal) ? OcspUrl : url)}");
        if (Files.TryGetValue(url, out var file)) return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(file) };
        if (!url.StartsWith(OcspUrl, StringComparison.Ordinal)) return new HttpResponseMessage(HttpStatusCode.NotFound);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : Convert.FromBase64String(Uri.UnescapeDataString(url[(OcspUrl.Length + 1)..]));
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Responder.Answer(body)) };
    }
}
