using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>A key with a certificate chain that keeps the rules, for trying things out. The root says what it is for, and its key is thrown away.</summary>
public sealed class TestCertificate : IDisposable
{
    /// <summary>The subject when none is given.</summary>
    public const string DefaultSubject = "CN=Test signer (test only),O=ImageSign test,ST=Test,C=US";

    private const int SerialBytes = 16;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(90);
    private static readonly string[] MostGeneralFirst = ["C", "ST", "L", "POSTALCODE", "STREET", "O", "OU", "SERIALNUMBER", "CN"];

    private readonly ECDsa _key;
    private readonly X509Certificate2 _leaf;
    private readonly X509Certificate2 _root;

    private TestCertificate(ECDsa key, X509Certificate2 leaf, X509Certificate2 root) => (_key, _leaf, _root) = (key, leaf, root);

    /// <summary>The private key, PKCS#8 PEM.</summary>
    public string PrivateKeyPem => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The chain for <c>--certificate-chain</c>: the signer's certificate, then the root.</summary>
    public string ChainPem => $"{_leaf.ExportCertificatePem()}\n{RootPem}";

    /// <summary>The root, for a trust store.</summary>
    public string RootPem => _root.ExportCertificatePem() + "\n";

    /// <summary>The signer as a trust policy names it.</summary>
    public string TrustedIdentity => $"x509.subject: {_leaf.Subject}";

    /// <summary>Makes a chain for <paramref name="subject"/>, which a trust policy must be able to name.</summary>
    public static TestCertificate Create(string subject, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(time);
        var (name, reason) = DistinguishedName.Parse(subject);
        if (name is null) throw ErrorCodes.TestSubjectInvalid.With(subject, reason);
        var from = time.GetUtcNow().AddMinutes(-5);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var rootRequest = new CertificateRequest("CN=ImageSign TEST ONLY root,O=ImageSign test", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var root = rootRequest.CreateSelfSigned(from, from + Validity);

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Encode(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: false));
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F; // positive
        return new TestCertificate(key, request.Create(root, from, from + Validity, serial), X509CertificateLoader.LoadCertificate(root.RawData));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _key.Dispose();
        _leaf.Dispose();
        _root.Dispose();
    }

    private static X500DistinguishedName Encode(DistinguishedName name)
    {
        if (name.Attributes.Keys.FirstOrDefault(type => !MostGeneralFirst.Contains(type)) is { } unknown) throw ErrorCodes.TestSubjectInvalid.With(name, $"no trust policy can name {unknown}");
        var builder = new X500DistinguishedNameBuilder();
        foreach (var type in MostGeneralFirst)
        {
            if (!name.Attributes.TryGetValue(type, out var value)) continue;
            var oid = DistinguishedName.OidOf(type);
            try
            {
                if (type == "C") builder.AddCountryOrRegion(value);
                else builder.Add(oid, value);
            }
            catch (ArgumentException e)
            {
                throw ErrorCodes.TestSubjectInvalid.Because(e, name, $"{type} cannot be '{value}'");
            }
        }

        return builder.Build();
    }
}
