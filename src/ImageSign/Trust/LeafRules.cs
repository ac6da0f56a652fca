using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>The rules for the certificate that signs.</summary>
internal static class LeafRules
{
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";
    private const X509KeyUsageFlags Forbidden = X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment | X509KeyUsageFlags.KeyAgreement
        | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.EncipherOnly | X509KeyUsageFlags.DecipherOnly;

    // "EKU … MUST NOT contain any of the following: anyExtendedKeyUsage, serverAuth, clientAuth, emailProtection, timeStamping, OCSPSigning." (notation accepts anyExtendedKeyUsage.)
    private static readonly Dictionary<string, string> ForbiddenForSigning = new(StringComparer.Ordinal)
    {
        ["2.5.29.37.0"] = "anyExtendedKeyUsage",
        ["1.3.6.1.5.5.7.3.1"] = "serverAuth",
        ["1.3.6.1.5.5.7.3.2"] = "clientAuth",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        [TimeStamping] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
    };

    /// <summary>The rule that <paramref name="certificate"/> breaks, or null.</summary>
    public static string? Check(X509Certificate2 certificate, ChainPurpose purpose)
    {
        if (CertificateExtensions.Find<X509BasicConstraintsExtension>(certificate) is { CertificateAuthority: true })
        {
            return "a certificate of an authority may not sign itself: basicConstraints must be absent or CA:FALSE";
        }

        return KeyRule(certificate) ?? UsageRule(certificate, purpose) ?? ExtendedUsageRule(certificate, purpose);
    }

    private static string? KeyRule(X509Certificate2 certificate)
    {
        const string accepted = "use RSA 2048, 3072 or 4096, or ECDSA P-256, P-384 or P-521";
        try
        {
            var key = PublicKeyReader.FromSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), certificate.Subject);
            return KeySpec.Of(key) is null ? $"its key is {key.Name}; {accepted}" : null;
        }
        catch (ImageSignException e)
        {
            return $"its key is not accepted ({e.Message.TrimEnd('.')}); {accepted}";
        }
    }

    private static string? UsageRule(X509Certificate2 certificate, ChainPurpose purpose)
    {
        // "The keyUsage extension MUST be present and MUST be marked critical": for timestamps only the first half.
        var usage = CertificateExtensions.Find<X509KeyUsageExtension>(certificate);
        if (usage is null) return "it has no keyUsage; it needs keyUsage=critical,digitalSignature";
        if (!usage.Critical && purpose == ChainPurpose.Signing) return "its keyUsage is not critical; it needs keyUsage=critical,digitalSignature";
        if (!usage.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature)) return "its keyUsage lacks digitalSignature";
        var forbidden = usage.KeyUsages & Forbidden;
        return forbidden == X509KeyUsageFlags.None ? null : $"its keyUsage holds {forbidden}, which a signing certificate must not have; use keyUsage=critical,digitalSignature";
    }

    private static string? ExtendedUsageRule(X509Certificate2 certificate, ChainPurpose purpose)
    {
        var extension = CertificateExtensions.Find<X509EnhancedKeyUsageExtension>(certificate);
        if (purpose == ChainPurpose.Timestamping)
        {
            // RFC 3161, section 2.3: the certificate "MUST contain only one instance of the extended key usage field extension … with KeyPurposeID having value id-kp-timeStamping. This extension MUST be critical."
            return extension is { Critical: true, EnhancedKeyUsages: { Count: 1 } usages } && usages[0].Value == TimeStamping ? null : "its extendedKeyUsage is not exactly critical,timeStamping";
        }

        foreach (var usage in extension?.EnhancedKeyUsages ?? [])
        {
            if (ForbiddenForSigning.TryGetValue(usage.Value ?? "", out var name)) return $"its extendedKeyUsage holds {name}; use extendedKeyUsage=codeSigning";
        }

        return null;
    }
}
