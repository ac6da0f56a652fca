using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing.Files;

namespace ImageSign.Testing.Pki;

/// <summary>
/// A signer with a certificate of an authority of its own, as files: the key, the chain, and trust stores in notation's layout that know the root
/// (<c>ca:own</c>) and the root of <see cref="TimestampAuthority"/> (<c>tsa:own</c>).
/// </summary>
public sealed class CertifiedSigner : IDisposable
{
    private readonly TempDirectory directory = new();

    /// <summary>A signer with an intermediate authority between it and the root.</summary>
    public CertifiedSigner(TestCa root, string intermediate, TestCertificateOptions leaf)
    {
        Root = root;
        Issuer = root.IssueIntermediate(intermediate, OldAuthority with { KeyAlgorithm = leaf.KeyAlgorithm });
        Certificate = Issuer.Issue(leaf);
        KeyFile = Write("leaf.key", Certificate.GetECDsaPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        ChainFile = Write("chain.pem", Issuer.ChainPem(Certificate));
        Write("truststore/x509/ca/own/root.pem", root.CertificatePem);
        Write("truststore/x509/tsa/own/root.pem", File.ReadAllText(TimestampAuthority.RootFile));
    }

    /// <summary>An authority that is there since a month: certificates that it issues may be older than a test.</summary>
    public static TestCertificateOptions OldAuthority => TestCertificateOptions.Authority with { NotBefore = DateTimeOffset.UtcNow.AddDays(-30) };

    /// <summary>The root.</summary>
    public TestCa Root { get; }

    /// <summary>The authority that issued the certificate.</summary>
    public TestCa Issuer { get; }

    /// <summary>The certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The private key, PEM.</summary>
    public string KeyFile { get; }

    /// <summary>The chain, PEM.</summary>
    public string ChainFile { get; }

    /// <summary>The directory of the trust stores.</summary>
    public string TrustStore => directory.File("truststore");

    /// <summary>A signer called Acme.</summary>
    public static CertifiedSigner Create(TestCertificateOptions? options = null) => new(
        TestCa.Create("CN=Acme root,O=Acme,ST=WA,C=US", OldAuthority), "CN=Acme CA,O=Acme,ST=WA,C=US", (options ?? new TestCertificateOptions()) with { Subject = "CN=Acme release,O=Acme,ST=WA,C=US" });

    /// <summary>A trust policy of one statement, which trusts this signer by its subject; the file's path.</summary>
    public string WritePolicy(string scope, string level = "strict", string stores = """ "ca:own", "tsa:own" """) => Write($"policy-{Guid.NewGuid():N}.json", $$"""
        {"version": "1.0", "trustPolicies": [{
          "name": "base", "registryScopes": ["{{scope}}"], "signatureVerification": {"level": "{{level}}"}
          {{(level == "skip" ? "" : $""", "trustStores": [{stores}], "trustedIdentities": ["x509.subject: C=US, ST=WA, O=Acme"]""")}}
        }]}
        """);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        Issuer.Dispose();
        Root.Dispose();
        directory.Dispose();
    }

    private string Write(string name, string content)
    {
        var path = directory.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
