using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Testing.Pki;

/// <summary>What a certificate says. The default is a leaf for code signing, valid from an hour ago for a year.</summary>
public sealed record TestCertificateOptions
{
    /// <summary>A certificate authority's.</summary>
    public static TestCertificateOptions Authority => new()
    {
        IsAuthority = true,
        KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
        ExtendedKeyUsages = [],
    };

    /// <summary>Distinguished name.</summary>
    public string Subject { get; init; } = "CN=ImageSign test signer,O=ImageSign,C=NL";

    /// <summary>The key's kind (not Ed25519).</summary>
    public TestKeyAlgorithm KeyAlgorithm { get; init; } = TestKeyAlgorithm.EcdsaP256;

    /// <summary>Start of validity.</summary>
    public DateTimeOffset NotBefore { get; init; } = DateTimeOffset.UtcNow.AddHours(-1);

    /// <summary>End of validity; cut to the issuer's.</summary>
    public DateTimeOffset NotAfter { get; init; } = DateTimeOffset.UtcNow.AddYears(1);

    /// <summary>Key usage; null leaves the extension out.</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>OIDs of extended key usages; empty leaves the extension out.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [CodeSigning];

    /// <summary>Basic constraints: CA:TRUE or CA:FALSE; null leaves the extension out.</summary>
    public bool? IsAuthority { get; init; } = false;

    /// <summary>Subject alternative DNS names.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>Subject alternative IP addresses.</summary>
    public IReadOnlyList<string> IpAddresses { get; init; } = [];

    /// <summary>Subject alternative e-mail addresses.</summary>
    public IReadOnlyList<string> EmailAddresses { get; init; } = [];

    /// <summary>Subject alternative URIs.</summary>
    public IReadOnlyList<Uri> Uris { get; init; } = [];

    /// <summary>Where the issuer's revocation list is; empty leaves the extension out.</summary>
    public IReadOnlyList<string> RevocationLists { get; init; } = [];

    /// <summary>id-kp-codeSigning.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>id-kp-timeStamping.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>id-kp-serverAuth.</summary>
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
}
