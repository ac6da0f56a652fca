using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>A rule that a certificate breaks.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Rule">What it should be, in words.</param>
internal sealed record ChainViolation(X509Certificate2 Certificate, string Rule)
{
    /// <inheritdoc />
    public override string ToString() => $"'{Certificate.Subject}': {Rule}";
}
