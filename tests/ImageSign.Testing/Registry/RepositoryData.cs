namespace ImageSign.Testing.Registry;

/// <summary>One repository's content, in the order of arrival. Guarded by the lock of <see cref="RegistryContent"/>.</summary>
internal sealed class RepositoryData
{
    public Dictionary<string, byte[]> Blobs { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, StoredManifest> Manifests { get; } = new(StringComparer.Ordinal);

    /// <summary>The same manifests by their subject, for those that have one.</summary>
    public Dictionary<string, OrderedDictionary<string, StoredManifest>> Referrers { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, TagValue> Tags { get; } = new(StringComparer.Ordinal);

    public void Add(StoredManifest manifest)
    {
        if (Manifests.GetValueOrDefault(manifest.Digest)?.Subject is { } former)
        {
            Referrers[former].Remove(manifest.Digest);
        }

        Manifests[manifest.Digest] = manifest;
        if (manifest.Subject is not { } subject)
        {
            return;
        }

        if (!Referrers.TryGetValue(subject, out var referrers))
        {
            Referrers.Add(subject, referrers = new OrderedDictionary<string, StoredManifest>(StringComparer.Ordinal));
        }

        referrers[manifest.Digest] = manifest;
    }

    public bool Remove(string digest)
    {
        if (!Manifests.Remove(digest, out var manifest))
        {
            return false;
        }

        if (manifest.Subject is { } subject)
        {
            Referrers[subject].Remove(digest);
        }

        return true;
    }
}
