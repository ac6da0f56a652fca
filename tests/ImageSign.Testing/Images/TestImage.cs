using System.Text.Json.Nodes;

namespace ImageSign.Testing.Images;

/// <summary>A manifest with all that it points at, as bytes: an image, an index or an artifact.</summary>
/// <param name="Manifest">The manifest's bytes.</param>
/// <param name="MediaType">The manifest's media type.</param>
public sealed record TestImage(byte[] Manifest, string MediaType)
{
    /// <summary>sha256 digest of the manifest.</summary>
    public string Digest { get; } = TestDigest.Of(Manifest);

    /// <summary>Size of the manifest, in bytes.</summary>
    public int Size => Manifest.Length;

    /// <summary>Config and layers; for an index none.</summary>
    public IReadOnlyList<byte[]> Blobs { get; init; } = [];

    /// <summary>The children of an index.</summary>
    public IReadOnlyList<TestImage> Children { get; init; } = [];

    /// <summary>The config's bytes (the first blob); empty for an index.</summary>
    public byte[] Config => Blobs.Count > 0 ? Blobs[0] : [];

    /// <summary>Operating system, architecture and variant in a descriptor, or null.</summary>
    internal JsonObject? Platform { get; init; }

    /// <summary>The descriptor: media type, digest, size in bytes.</summary>
    public JsonObject ToDescriptor() => new() { ["mediaType"] = MediaType, ["digest"] = Digest, ["size"] = Size };
}
