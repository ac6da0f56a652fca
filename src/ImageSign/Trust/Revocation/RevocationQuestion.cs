using System.Security.Cryptography.X509Certificates;

namespace ImageSign.Trust.Revocation;

/// <summary>Was this certificate revoked?</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Issuer">The certificate of its issuer.</param>
/// <param name="Now">The time of the question.</param>
/// <param name="AuthenticSigningTime">A proven signing time, or null.</param>
internal sealed record RevocationQuestion(X509Certificate2 Certificate, X509Certificate2 Issuer, DateTimeOffset Now, DateTimeOffset? AuthenticSigningTime)
{
    /// <summary>What a revocation means here: one that is known to have begun after a proven signing time does not count.</summary>
    public RevocationFinding Revoked(DateTimeOffset? invalidityDate, string source) => AuthenticSigningTime < invalidityDate
        ? new RevocationFinding(Certificate, RevocationStatus.Good, $"{source}: revoked, but invalid only after the signing time")
        : new RevocationFinding(Certificate, RevocationStatus.Revoked, source);

    /// <summary>An answer that says nothing.</summary>
    public RevocationFinding Unknown(string reason) => new(Certificate, RevocationStatus.Unknown, reason);
}
