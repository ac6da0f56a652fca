namespace ImageSign.Testing;

/// <summary>What one repository holds at one moment; later writes do not show in it.</summary>
/// <param name="Tags">Tag to manifest digest.</param>
/// <param name="Manifests">Digest to manifest.</param>
/// <param name="Blobs">Digest to bytes.</param>
public sealed record RepositorySnapshot(
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, StoredManifest> Manifests,
    IReadOnlyDictionary<string, byte[]> Blobs);
