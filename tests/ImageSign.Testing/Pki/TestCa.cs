using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Testing.Pki;

/// <summary>A certificate authority in memory: issues leaves and intermediates with whatever a test wants them to say.</summary>
public sealed class TestCa : IDisposable
{
    private TestCa(X509Certificate2 certificate, TestCa? issuer)
    {
        Certificate = certificate;
        Issuer = issuer;
    }

    /// <summary>Its certificate, with the private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority that issued it; null for a root.</summary>
    public TestCa? Issuer { get; }

    /// <summary>Its certificate as PEM.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A self-signed root. The subject takes the place of the options' own.</summary>
    public static TestCa Create(string subject = "CN=ImageSign test root,O=ImageSign,C=NL", TestCertificateOptions? options = null) =>
        new(Issue(Authority(subject, options), issuer: null), issuer: null);

    /// <summary>An intermediate authority under this one.</summary>
    public TestCa IssueIntermediate(string subject = "CN=ImageSign test intermediate,O=ImageSign,C=NL", TestCertificateOptions? options = null) =>
        new(Issue(Authority(subject, options), Certificate), this);

    /// <summary>A leaf, with its private key.</summary>
    public X509Certificate2 Issue(TestCertificateOptions? options = null) => Issue(options ?? new TestCertificateOptions(), Certificate);

    /// <summary>A TLS server certificate for DNS names and IP addresses.</summary>
    public X509Certificate2 IssueServerCertificate(params IReadOnlyList<string> names) => Issue(new TestCertificateOptions
    {
        Subject = "CN=" + names[0],
        ExtendedKeyUsages = [TestCertificateOptions.ServerAuthentication],
        DnsNames = [.. names.Where(name => !IPAddress.TryParse(name, out _))],
        IpAddresses = [.. names.Where(name => IPAddress.TryParse(name, out _))],
    });

    /// <summary>PEM of a leaf, then of every authority up to the root.</summary>
    public string ChainPem(X509Certificate2 leaf)
    {
        var pem = leaf.ExportCertificatePem() + "\n";
        for (var authority = this; authority is not null; authority = authority.Issuer)
        {
            pem += authority.CertificatePem;
        }

        return pem;
    }

    /// <summary>Its revocation list (DER), valid for a day, with these certificates on it.</summary>
    public byte[] RevocationList(params IReadOnlyList<X509Certificate2> revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            builder.AddEntry(certificate, DateTimeOffset.UtcNow.AddMinutes(-1));
        }

        var identifier = X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single());
        var now = DateTimeOffset.UtcNow;
        return builder.Build(
            Certificate.SubjectName, CertificateRequests.GeneratorOf(Certificate), 1, now.AddDays(1), HashAlgorithmName.SHA256, identifier, now.AddMinutes(-1));
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    private static TestCertificateOptions Authority(string subject, TestCertificateOptions? options) =>
        (options ?? TestCertificateOptions.Authority) with { Subject = subject };

    private static X509Certificate2 Issue(TestCertificateOptions options, X509Certificate2? issuer)
    {
        using var key = TestKeys.Create(options.KeyAlgorithm);
        var request = CertificateRequests.For(key, options, issuer);
        if (issuer is null)
        {
            return request.CreateSelfSigned(options.NotBefore, options.NotAfter);
        }

        var issuerNotAfter = new DateTimeOffset(issuer.NotAfter);
        var notAfter = options.NotAfter < issuerNotAfter ? options.NotAfter : issuerNotAfter;
        using var signed = request.Create(
            issuer.SubjectName, CertificateRequests.GeneratorOf(issuer), options.NotBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        return key is RSA rsa ? signed.CopyWithPrivateKey(rsa) : signed.CopyWithPrivateKey((ECDsa)key);
    }
}
