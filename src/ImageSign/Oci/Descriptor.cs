namespace ImageSign.Oci;

/// <summary>Names some content: what it is, which bytes, how many (image-spec 1.1, "OCI Content Descriptors").</summary>
/// <param name="MediaType">The type of the content.</param>
/// <param name="Digest">The digest of the content's bytes.</param>
/// <param name="Size">The length of the content in bytes, never negative.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    /// <summary>The type of the artifact, when the descriptor points at one. A hint: unsigned, and often wrong in fallback indexes.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Free-form pairs; unsigned.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = EmptyAnnotations;

    /// <summary>The content itself, when it was inlined. Hash it before use: the parser does not.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>The platform the content runs on, in an index.</summary>
    public Platform? Platform { get; init; }

    internal static IReadOnlyDictionary<string, string> EmptyAnnotations { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The descriptor of <paramref name="content"/>.</summary>
    public static Descriptor Of(string mediaType, ReadOnlySpan<byte> content) => new(mediaType, Digest.Of(content), content.Length);
}
