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
