using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>A manifest or index as it was read: the raw bytes that its digest names, and what they say.</summary>
/// <param name="Descriptor">Media type, digest and size of <paramref name="Raw"/>.</param>
/// <param name="Raw">The bytes, exactly as stored; never re-serialised.</param>
public abstract record ManifestDocument(Descriptor Descriptor, ReadOnlyMemory<byte> Raw)
{
    private static readonly string[] Known =
        ["schemaVersion", "mediaType", "artifactType", "config", "layers", "blobs", "manifests", "subject", "annotations", "fsLayers", "signatures", "history"];

    /// <summary>The type of artifact that the document says it is, or null.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>The document that this one refers to, or null.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Free-form pairs; unsigned.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.EmptyAnnotations;

    /// <summary>Parses and classifies <paramref name="raw"/>. The media type of the body, and the one it was served with, must agree with its shape.</summary>
    /// <param name="raw">The document's bytes, at most <see cref="Limits.MaxManifestBytes"/>.</param>
    /// <param name="servedAs">The Content-Type, or the media type of the descriptor that led here; null when there was none.</param>
    public static ManifestDocument Parse(ReadOnlyMemory<byte> raw, string? servedAs)
    {
        const string what = "the manifest";
        if (raw.Length > Limits.MaxManifestBytes) throw ErrorCodes.OverLimit.With(what, $"{Limits.MaxManifestBytes} bytes");
        using var json = OciJson.Parse(raw, what);
        var root = OciJson.Object(json.RootElement, what, Known);
        var declared = OciJson.OptionalString(root, "mediaType", what);
        if (!root.TryGetProperty("schemaVersion", out var version) && declared != MediaTypes.OciArtifact) throw OciJson.Malformed(what, "'schemaVersion' is missing");
        if (version.ValueKind != JsonValueKind.Undefined && (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var schema) || schema != 2))
        {
            throw OciJson.Malformed(what, "'schemaVersion' is not 2");
        }

        // image-spec 1.1, "Image Manifest": a document that has both shapes is one image or another, depending on who reads it.
        var isIndex = root.TryGetProperty("manifests", out _);
        var isManifest = root.TryGetProperty("config", out _) || root.TryGetProperty("layers", out _);
        if (isIndex && isManifest) throw OciJson.Malformed(what, "it is both an index and an image manifest");
        var mediaType = declared ?? servedAs ?? (isIndex ? MediaTypes.OciIndex : MediaTypes.OciManifest);
        if (declared is not null && servedAs is not null && !string.Equals(declared, servedAs, StringComparison.Ordinal))
        {
            throw OciJson.Malformed(what, $"it says it is '{declared}' but was served as '{servedAs}'");
        }

        var descriptor = Descriptor.Of(mediaType, raw.Span);
        if (MediaTypes.IsIndex(mediaType) && isIndex) return ImageIndex.Read(root, descriptor, raw);
        if (MediaTypes.IsManifest(mediaType) && isManifest) return ImageManifest.Read(root, descriptor, raw, "layers");
        if (mediaType == MediaTypes.OciArtifact && !isIndex && !isManifest) return ImageManifest.Read(root, descriptor, raw, "blobs");
        throw OciJson.Malformed(what, $"media type '{mediaType}' does not fit its content");
    }
}
