using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageSign.Testing.Pki;

/// <summary>An RFC 3161 authority on a loopback port, with the key of the vectors; it can be made to lie.</summary>
public sealed class TimestampAuthority : IAsyncDisposable
{
    private const string TimestampInfo = "1.2.840.113549.1.9.16.1.4";
    private const string SigningCertificate = "1.2.840.113549.1.9.16.2.12";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private readonly WebApplication _app;

    private TimestampAuthority(WebApplication app) => _app = app;

    /// <summary>The address to ask.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The file with the root certificate.</summary>
    public static string RootFile => Vectors.PathOf("notation/tsa/root.crt");

    /// <summary>The time to write into tokens; null: now.</summary>
    public DateTimeOffset? Time { get; set; }

    /// <summary>The HTTP status to answer with.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The certificate that signs.</summary>
    public string CertificateFile { get; set; } = "tsa.crt";

    /// <summary>Another certificate that tokens carry in front of the one that signs; null for none.</summary>
    public string? FirstCertificateFile { get; set; }

    /// <summary>Whether the certificate is bound by a SHA-1 hash only.</summary>
    public bool BindWithSha1 { get; set; }

    /// <summary>Whether the nonce is another one.</summary>
    public bool WrongNonce { get; set; }

    /// <summary>Starts it on a free port.</summary>
    public static async Task<TimestampAuthority> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var authority = new TimestampAuthority(app);
        app.MapPost("/", authority.HandleAsync);
        await app.StartAsync();
        return authority;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> HandleAsync(HttpRequest request)
    {
        if (Status != 200 || request.ContentType != "application/timestamp-query") return Results.StatusCode(Status == 200 ? 415 : Status);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var query, out _) ? Results.Bytes(Answer(query), "application/timestamp-reply") : Results.BadRequest();
    }

    private byte[] Answer(Rfc3161TimestampRequest query)
    {
        var nonce = query.GetNonce()!.Value.ToArray();
        if (WrongNonce) nonce[^1] ^= 1;
        var info = new Rfc3161TimestampTokenInfo(new Oid("1.2.3.4.1"), query.HashAlgorithmId, query.GetMessageHash(), new byte[] { 1 }, Time ?? DateTimeOffset.UtcNow, nonce: nonce);
        var folder = Vectors.PathOf("notation/tsa");
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(folder, "tsa.key")));
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, CertificateFile)).CopyWithPrivateKey(key);
        var signer = new CmsSigner(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.2"), IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new AsnEncodedData(BindWithSha1 ? SigningCertificate : SigningCertificateV2, Binding(certificate)));
        var cms = new SignedCms(new ContentInfo(new Oid(TimestampInfo), info.Encode()));
        if (FirstCertificateFile is { } first) signer.Certificates.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, first)));
        cms.ComputeSignature(signer);

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(0);
            writer.WriteEncodedValue(cms.Encode());
        }

        return writer.Encode();
    }

    private byte[] Binding(X509Certificate2 certificate)
    {
#pragma warning disable CA5350 // the old binding is what must be refused
        var hash = BindWithSha1 ? SHA1.HashData(certificate.RawData) : SHA256.HashData(certificate.RawData);
#pragma warning restore CA5350
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteOctetString(hash);
        }

        return writer.Encode();
    }
}
