namespace ImageSign.Trust.Sigstore;

/// <summary>An entry of a transparency log, as a signature brings it along.</summary>
/// <param name="LogId">The log that it names.</param>
/// <param name="Index">Its place in the log; with a Rekor v1 log, over all its trees.</param>
/// <param name="Kind">What its body is.</param>
/// <param name="Version">The version of that.</param>
/// <param name="Body">The body, in the spelling that was hashed.</param>
internal sealed record LogEntry(ReadOnlyMemory<byte> LogId, long Index, string Kind, string Version, ReadOnlyMemory<byte> Body)
{
    /// <summary>When the log says that it took it, in seconds since 1970; nothing but <see cref="Promise"/> signs it.</summary>
    public long IntegratedTime { get; init; }

    /// <summary>The signed entry timestamp of a Rekor v1 log; null for none.</summary>
    public ReadOnlyMemory<byte>? Promise { get; init; }

    /// <summary>The proof that the log holds it; null for none.</summary>
    public InclusionProof? Proof { get; init; }

    /// <summary>True for the only kind of entry of a Rekor v2 log.</summary>
    public bool IsV2 => Version == "0.0.2" && Kind == "hashedrekord";
}

/// <summary>The way from an entry to the root of its log.</summary>
/// <param name="Index">The place of the entry in its tree.</param>
/// <param name="TreeSize">The size of the tree.</param>
/// <param name="RootHash">The root.</param>
/// <param name="Hashes">The hashes beside the way.</param>
/// <param name="Checkpoint">What the log signed.</param>
internal sealed record InclusionProof(
    long Index, long TreeSize, ReadOnlyMemory<byte> RootHash, IReadOnlyList<ReadOnlyMemory<byte>> Hashes, string Checkpoint);

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
