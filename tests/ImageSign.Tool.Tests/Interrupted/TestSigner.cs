using System.Security.Cryptography;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust;

namespace ImageSign.Tool.Tests.Interrupted;

/// <summary>Somebody who signs with an encrypted key and its certificate, and what others trust them by: their key, or a policy with their root.</summary>
internal sealed class TestSigner
{
    public const string Password = "correct-horse-battery-staple";

    private readonly string _directory;

    public TestSigner(string directory)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        using var certificate = TestCertificate.Create(TestCertificate.DefaultSubject, TimeProvider.System);
        using var key = ECDsa.Create();
        key.ImportFromPem(certificate.PrivateKeyPem);
        Secrets = [Password, .. SecretsOf(key)];
        Write("a.key", key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        Write("a.pub", key.ExportSubjectPublicKeyInfoPem());
        Write("a.crt", certificate.ChainPem);
        Write("store/x509/ca/mine/root.crt", certificate.RootPem);
        Write("policy.json", """{"version":"1.0","trustPolicies":[{"name":"p","registryScopes":["*"],"signatureVerification":{"level":"strict"},"trustStores":["ca:mine"],"trustedIdentities":["*"]}]}""");
    }

    /// <summary>What must never be written anywhere: the password, and the key in the forms that a file could hold it in.</summary>
    public IReadOnlyList<string> Secrets { get; }

    public string Key => PathOf("a.key");

    public SignRequest Sign(string image, string format) => new(ImageReference.Parse(image), new KeyReference(KeyScheme.File, Key))
    {
        Formats = [format],
        CertificateChainFile = IsNotary(format) ? PathOf("a.crt") : null,
    };

    /// <summary>The words after <c>image-sign</c> that say the same as <see cref="Sign"/>.</summary>
    public string[] SignArguments(string image, string format) =>
        ["sign", "-k", Key, "--format", format, .. IsNotary(format) ? (string[])["--certificate-chain", PathOf("a.crt")] : [], image];

    public VerifyRequest Verify(string image, string format) => IsNotary(format)
        ? new VerifyRequest(ImageReference.Parse(image)) { PolicyFile = PathOf("policy.json"), TrustStoreDirectory = PathOf("store") }
        : new VerifyRequest(ImageReference.Parse(image)) { Keys = [new KeyReference(KeyScheme.File, PathOf("a.pub"))] };

    private static bool IsNotary(string format) => format.StartsWith("notary", StringComparison.Ordinal);

    private static string[] SecretsOf(ECDsa key)
    {
        var secret = key.ExportParameters(includePrivateParameters: true).D!;
        // Whatever stands before it, its Base64 contains that of its inside, at one of three offsets.
        return [Convert.ToHexString(secret), Convert.ToHexStringLower(secret), .. Enumerable.Range(0, 3).Select(skip => Convert.ToBase64String(secret, skip, 24)), "PRIVATE KEY"];
    }

    private string PathOf(string name) => Path.Combine(_directory, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }
}
