using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// The rules for the certificates above a signer's, up to the one that the trusted root names. That one need not have issued itself.
/// </summary>
internal static class PathRules
{
    /// <summary>The purpose of certificates that sign code.</summary>
    public const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    /// <summary>The purpose of certificates that sign timestamps.</summary>
    public const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>The first rule that a certificate above the first one breaks, or null.</summary>
    public static string? Check(IReadOnlyList<X509Certificate2> path, string purpose)
    {
        for (var i = 1; i < path.Count; i++)
        {
            if (AuthorityRules.Check(path[i], depth: i - 1) is { } rule) return $"'{path[i].Subject}': {rule}";
            // An intermediate that says what it is for may not issue for something else.
            if (CertificateExtensions.Find<X509EnhancedKeyUsageExtension>(path[i]) is { } usages
                && !usages.EnhancedKeyUsages.Cast<Oid>().Any(usage => usage.Value == purpose || usage.Value == AnyPurpose))
            {
                return $"'{path[i].Subject}': its extendedKeyUsage does not allow what it issued";
            }
        }

        return null;
    }

    /// <summary>
    /// The first certificate that is not valid at <paramref name="time"/>, or null. RFC 5280, section 4.1.2.5: both ends belong to it.
    /// </summary>
    public static X509Certificate2? NotValidAt(IReadOnlyList<X509Certificate2> path, DateTimeOffset time) =>
        path.FirstOrDefault(
            certificate => time.UtcDateTime < certificate.NotBefore.ToUniversalTime()
                || time.UtcDateTime > certificate.NotAfter.ToUniversalTime());
}
