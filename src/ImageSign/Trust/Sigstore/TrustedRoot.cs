namespace ImageSign.Trust.Sigstore;

/// <summary>Whom a Sigstore instance trusts: what <c>trusted_root.json</c> says.</summary>
internal sealed record TrustedRoot
{
    /// <summary>The logs of signatures.</summary>
    public IReadOnlyList<TransparencyLog> Logs { get; init; } = [];

    /// <summary>The logs of certificates.</summary>
    public IReadOnlyList<TransparencyLog> CertificateLogs { get; init; } = [];

    /// <summary>The authorities that issue signing certificates.</summary>
    public IReadOnlyList<Authority> CertificateAuthorities { get; init; } = [];

    /// <summary>The authorities that issue timestamps.</summary>
    public IReadOnlyList<Authority> TimestampAuthorities { get; init; } = [];

    /// <summary>The log of signatures with that id, or null.</summary>
    public TransparencyLog? Log(ReadOnlySpan<byte> id) => Find(Logs, id);

    /// <summary>The log of certificates with that id, or null.</summary>
    public TransparencyLog? CertificateLog(ReadOnlySpan<byte> id) => Find(CertificateLogs, id);

    private static TransparencyLog? Find(IReadOnlyList<TransparencyLog> logs, ReadOnlySpan<byte> id)
    {
        foreach (var log in logs)
        {
            if (log.Id.Span.SequenceEqual(id)) return log;
        }

        return null;
    }
}
