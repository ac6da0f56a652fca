using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust;

/// <summary>What was found out about one certificate.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Status">The answer.</param>
/// <param name="Source">Who answered, or why nobody did.</param>
public sealed record RevocationFinding(X509Certificate2 Certificate, RevocationStatus Status, string Source)
{
    /// <summary>What the user should know besides, or null; for example that the cache cannot be written.</summary>
    public string? Warning { get; init; }
}
