namespace ImageSign.Trust.Sigstore;

/// <summary>Everything that a signature brings along to prove itself.</summary>
internal sealed record SignatureMaterial
{
    /// <summary>The signer's certificate, DER; null for a key.</summary>
    public ReadOnlyMemory<byte>? Certificate { get; init; }

    /// <summary>The entries of logs.</summary>
    public IReadOnlyList<LogEntry> Entries { get; init; } = [];

    /// <summary>The RFC 3161 answers.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Timestamps { get; init; } = [];
}
