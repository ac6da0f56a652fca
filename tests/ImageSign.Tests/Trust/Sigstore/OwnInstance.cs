using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageSign.Crypto;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>
/// A Sigstore instance of a test's own: an authority, a certificate log and two logs of the first version. It makes what a real one would
/// refuse to make.
/// </summary>
internal sealed class OwnInstance
{
    public const string Identity = "https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main";
    public const string Issuer = "https://token.actions.githubusercontent.com";

    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _certificateLog = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa[] _logs = [ECDsa.Create(ECCurve.NamedCurves.nistP256), ECDsa.Create(ECCurve.NamedCurves.nistP256)];
    private readonly X509Certificate2 _authority;

    public OwnInstance()
    {
        var request = new CertificateRequest("CN=own authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _authority = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(3000));
    }

    /// <summary>The signer's key.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What is signed.</summary>
    public byte[] File { get; } = "a file"u8.ToArray();

    /// <summary>Who must have signed.</summary>
    public CertificateIdentity Wanted { get; init; } = new(IdentityMatch.Exact(Identity), IdentityMatch.Exact(Issuer));

    /// <summary>What the trusted root calls the operators of the two logs.</summary>
    public string[] Operators { get; init; } = ["one.example", "two.example"];

    public TrustedRoot Root => new()
    {
        CertificateAuthorities = [new Authority("https://own.example", [_authority.RawDataMemory], Always)],
        CertificateLogs = [Log("https://ct.example", _certificateLog, "ct.example")],
        Logs = [.. _logs.Select((log, i) => Log($"https://log{i}.example", log, Operators[i]))],
    };

    private static ValidFor Always => new(Now.AddDays(-30), End: null);

    /// <summary>The alternative name of a certificate.</summary>
    public static X509Extension Names(params string[] uris)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var uri in uris) names.AddUri(new Uri(uri));
        return names.Build(critical: true);
    }

    /// <summary>A claim of a certificate: a DER string.</summary>
    public static X509Extension Claim(int number, string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, value);
        return Raw(number, writer.Encode());
    }

    /// <summary>A claim of a certificate: these bytes.</summary>
    public static X509Extension Raw(int number, byte[] value) => new($"1.3.6.1.4.1.57264.1.{number}", value, critical: false);

    /// <summary>
    /// A signer's certificate with these extensions besides what every one has, as its authority and its log would make it.
    /// </summary>
    public X509Certificate2 Issue(params X509Extension[] extensions)
    {
        var plain = Create(extensions);
        var signed = new SignedCertificateTimestamp(LogId(_certificateLog), (ulong)Now.ToUnixTimeMilliseconds(), default, 3, default);
        var signature = _certificateLog.SignData(
            signed.SignedBytes(plain, _authority), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        byte[] promise = [0, .. signed.LogId.Span, .. BitConverter.GetBytes(signed.Milliseconds).Reverse(), 0, 0, 4, 3, 0, (byte)signature.Length, .. signature];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString([0, (byte)(promise.Length + 2), 0, (byte)promise.Length, .. promise]);
        return Create([.. extensions, new X509Extension(SignedCertificateTimestamp.ListOid, writer.Encode(), critical: false)]);
    }

    /// <summary>The usual certificate, with these claims.</summary>
    public X509Certificate2 IssueFor(string identity, params X509Extension[] claims) =>
        Issue([Names(identity), Claim(8, Issuer), .. claims]);

    /// <summary>The same, but the log is not asked: what it says must be among the claims.</summary>
    public X509Certificate2 IssueWithout(string identity, params X509Extension[] claims) =>
        Create([Names(identity), Claim(8, Issuer), .. claims]);

    /// <summary>An entry of one of the logs, with its promise.</summary>
    public LogEntry Entry(X509Certificate2 certificate, byte[] signature, int log = 0, long index = 7)
    {
        var data = $"{{\"hash\":{{\"algorithm\":\"sha256\",\"value\":\"{Convert.ToHexStringLower(SHA256.HashData(File))}\"}}}}";
        var key = $"{{\"content\":\"{Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()))}\"}}";
        var spec = $"{{\"data\":{data},\"signature\":{{\"content\":\"{Convert.ToBase64String(signature)}\",\"publicKey\":{key}}}}}";
        var body = Encoding.ASCII.GetBytes($"{{\"apiVersion\":\"0.0.1\",\"kind\":\"hashedrekord\",\"spec\":{spec}}}");
        var id = LogId(_logs[log]);
        var time = Now.AddMinutes(1).ToUnixTimeSeconds();
        var (text, hex) = (Convert.ToBase64String(body), Convert.ToHexStringLower(id));
        var signed = $$"""{"body":"{{text}}","integratedTime":{{time}},"logID":"{{hex}}","logIndex":{{index}}}""";
        return new LogEntry(id, index, "hashedrekord", "0.0.1", body)
        {
            IntegratedTime = time,
            Promise = _logs[log].SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        };
    }

    /// <summary>The file's signature by the signer's key.</summary>
    public byte[] Sign() => Key.SignData(File, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Signs the file with that certificate, logs it, and judges what came of it.</summary>
    public SigstoreVerification Judge(X509Certificate2 certificate, int threshold = 1, params int[] logs)
    {
        var signature = Sign();
        var material = new SignatureMaterial
        {
            Certificate = certificate.RawDataMemory,
            Entries = [.. logs.DefaultIfEmpty(0).Select((log, i) => Entry(certificate, signature, log, index: 7 + i))],
        };
        return Judge(material, signature, threshold);
    }

    /// <summary>Judges a signature of the file.</summary>
    public SigstoreVerification Judge(SignatureMaterial material, byte[] signature, int threshold = 1)
    {
        var trust = new ResolvedTrust(new SigstoreTrust { Identities = [Wanted] }, "own", [Root]) { LogThreshold = threshold };
        return SigstoreVerification.OfCertificate(new SignedFile(File, signature), material, trust, Now);
    }

    private static TransparencyLog Log(string url, ECDsa key, string name)
    {
        var known = PublicKeyReader.FromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), url);
        return new TransparencyLog(url, LogId(key), known, Always) { KeyDetails = "PKIX_ECDSA_P256_SHA_256", Operator = name };
    }

    private static byte[] LogId(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo());

    private X509Certificate2 Create(X509Extension[] extensions)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: false));
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        var generator = X509SignatureGenerator.CreateForECDsa(_authorityKey);
        return request.Create(_authority.SubjectName, generator, Now, Now.AddMinutes(10), [1, 2, 3]);
    }
}
