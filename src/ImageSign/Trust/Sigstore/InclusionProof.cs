namespace ImageSign.Trust.Sigstore;

/// <summary>The way from an entry to the root of its log.</summary>
/// <param name="Index">The place of the entry in its tree.</param>
/// <param name="TreeSize">The size of the tree.</param>
/// <param name="RootHash">The root.</param>
/// <param name="Hashes">The hashes beside the way.</param>
/// <param name="Checkpoint">What the log signed.</param>
internal sealed record InclusionProof(
    long Index, long TreeSize, ReadOnlyMemory<byte> RootHash, IReadOnlyList<ReadOnlyMemory<byte>> Hashes, string Checkpoint);
