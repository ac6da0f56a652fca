using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>The rules for root and intermediate certificates.</summary>
internal static class AuthorityRules
{
    /// <summary>The rule that <paramref name="certificate"/> breaks, or null.</summary>
    /// <param name="certificate">The authority's certificate.</param>
    /// <param name="depth">How many authorities stand between it and the leaf.</param>
    public static string? Check(X509Certificate2 certificate, int depth)
    {
        // "The basicConstraints extension MUST be present and MUST be marked critical. The cA field MUST be set to TRUE." (notation accepts a non-critical one.)
        var constraints = CertificateExtensions.Find<X509BasicConstraintsExtension>(certificate);
        if (constraints is not { CertificateAuthority: true }) return "an authority needs basicConstraints=critical,CA:TRUE";
        if (!constraints.Critical) return "its basicConstraints is not critical; an authority needs basicConstraints=critical,CA:TRUE";
        if (constraints.HasPathLengthConstraint && constraints.PathLengthConstraint < depth)
        {
            return $"its path length {constraints.PathLengthConstraint} allows fewer authorities below it than the {depth} there are";
        }

        // "The keyUsage extension MUST be present and MUST be marked critical. Bit positions for keyCertSign MUST be set."
        var usage = CertificateExtensions.Find<X509KeyUsageExtension>(certificate);
        if (usage is not { Critical: true }) return "an authority needs a critical keyUsage (keyUsage=critical,keyCertSign)";
        return usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign) ? null : "its keyUsage lacks keyCertSign";
    }
}
