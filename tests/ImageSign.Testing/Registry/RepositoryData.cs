namespace ImageSign.Testing.Registry;

/// <summary>One repository's content, in the order of arrival. Guarded by the lock of <see cref="RegistryContent"/>.</summary>
internal sealed class RepositoryData
{
    public Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, StoredManifest> Manifests { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, TagValue> Tags { get; } = new(StringComparer.Ordinal);
}
