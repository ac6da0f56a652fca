using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>A <see cref="SigstoreTrust"/> with its trusted roots read: all that a judgement needs.</summary>
/// <param name="Trust">What was asked for.</param>
/// <param name="Source">Where the roots are from, for people.</param>
/// <param name="Roots">The roots; a signature that satisfies under one of them is good.</param>
internal sealed record ResolvedTrust(SigstoreTrust Trust, string Source, IReadOnlyList<TrustedRoot> Roots)
{
    /// <summary>How many operators must have logged the signature.</summary>
    public int LogThreshold { get; init; } = 1;

    /// <summary>
    /// Why no transparency log is asked for; null when one is. The instance or the user says so, never what the root lacks.
    /// </summary>
    public string? LogSkipped => Trust.InsecureIgnoreTransparencyLog
        ? "weakened: the signature need not be in a transparency log"
        : Trust.Instance == SigstoreTrust.GitHub ? "the instance 'github' has no transparency log" : null;

    /// <summary>Why no certificate log is asked for; null when one is.</summary>
    public string? CertificateLogSkipped => Trust.InsecureIgnoreCertificateLog
        ? "weakened: the certificate need not be in a certificate transparency log"
        : Trust.Instance == SigstoreTrust.GitHub ? "the instance 'github' has no certificate transparency log" : null;

    /// <summary>True when a log's promise proves a time as well.</summary>
    public bool CountsPromises => LogSkipped is null && !Trust.RequireTimestamps;

    /// <summary>The roots, for the verdict.</summary>
    public Check Describe() => Check.Pass(
        CheckIds.TrustRoot,
        null,
        new Fact("instance", Trust.Instance, Signed: false),
        new Fact("trusted-root", Source, Signed: false));
}
