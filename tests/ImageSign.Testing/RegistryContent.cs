using ImageSign.Testing.Registry;

namespace ImageSign.Testing;

/// <summary>
/// What the registry holds, in memory, for tests to arrange and to look at. Thread-safe. Writes through here are not validated (a test may
/// place what no client could push); writes over HTTP are.
/// </summary>
public sealed class RegistryContent(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, RepositoryData> repositories = new(StringComparer.Ordinal);

    /// <summary>Names of all repositories, sorted by ordinal.</summary>
    public IReadOnlyList<string> Repositories
    {
        get
        {
            lock (gate)
            {
                return [.. repositories.Keys];
            }
        }
    }

    /// <summary>Stores a blob and returns its sha256 digest.</summary>
    public string PutBlob(string repository, byte[] content)
    {
        var digest = TestDigest.Of(content);
        PutBlobUnchecked(repository, digest, content);
        return digest;
    }

    /// <summary>Stores bytes under a digest that they need not have.</summary>
    public void PutBlobUnchecked(string repository, string digest, byte[] content)
    {
        lock (gate)
        {
            GetOrAdd(repository).Blobs[digest] = content;
        }
    }

    /// <summary>The blob's bytes, or null.</summary>
    public byte[]? GetBlob(string repository, string digest)
    {
        lock (gate)
        {
            return Find(repository)?.Blobs.GetValueOrDefault(digest);
        }
    }

    /// <summary>Removes a blob; false when there was none.</summary>
    public bool DeleteBlob(string repository, string digest)
    {
        lock (gate)
        {
            return Find(repository)?.Blobs.Remove(digest) ?? false;
        }
    }

    /// <summary>Stores a manifest under its sha256 digest and, unless null, under a tag.</summary>
    public StoredManifest PutManifest(string repository, string? tag, byte[] content, string mediaType) =>
        PutManifestUnchecked(repository, tag, TestDigest.Of(content), content, mediaType);

    /// <summary>
    /// Stores a manifest under a digest that it need not have. <paramref name="hiddenFor"/>: how long its tag and the listings show the state before.
    /// </summary>
    public StoredManifest PutManifestUnchecked(
        string repository, string? tag, string digest, byte[] content, string mediaType, TimeSpan hiddenFor = default)
    {
        lock (gate)
        {
            var data = GetOrAdd(repository);
            var listedFrom = data.Manifests.TryGetValue(digest, out var known) ? known.ListedFrom : time.GetUtcNow() + hiddenFor;
            var manifest = StoredManifest.Read(digest, mediaType, content) with { ListedFrom = listedFrom };
            data.Add(manifest);
            if (tag is not null)
            {
                Move(data, tag, digest, hiddenFor);
            }

            return manifest;
        }
    }

    /// <summary>The manifest that a tag or digest names now, or null.</summary>
    public StoredManifest? GetManifest(string repository, string reference)
    {
        lock (gate)
        {
            var digest = reference.Contains(':', StringComparison.Ordinal) ? reference : GetTag(repository, reference);
            return digest is null ? null : Find(repository)?.Manifests.GetValueOrDefault(digest);
        }
    }

    /// <summary>Removes a manifest and every tag that names it; false when there was none.</summary>
    public bool DeleteManifest(string repository, string digest)
    {
        lock (gate)
        {
            if (Find(repository) is not { } data || !data.Remove(digest))
            {
                return false;
            }

            foreach (var tag in data.Tags.Where(tag => tag.Value.Digest.Equals(digest, StringComparison.Ordinal)).Select(tag => tag.Key).ToList())
            {
                data.Tags.Remove(tag);
            }

            return true;
        }
    }

    /// <summary>The digest that the tag names now, or null.</summary>
    public string? GetTag(string repository, string tag)
    {
        lock (gate)
        {
            return Find(repository)?.Tags.GetValueOrDefault(tag)?.At(time.GetUtcNow());
        }
    }

    /// <summary>Points a tag at a digest.</summary>
    public void SetTag(string repository, string tag, string digest)
    {
        lock (gate)
        {
            Move(GetOrAdd(repository), tag, digest, hiddenFor: TimeSpan.Zero);
        }
    }

    /// <summary>Removes a tag, not its manifest; false when there was none.</summary>
    public bool DeleteTag(string repository, string tag)
    {
        lock (gate)
        {
            return Find(repository)?.Tags.Remove(tag) ?? false;
        }
    }

    /// <summary>The repository's tags in the order in which they were first pushed; empty for an unknown repository.</summary>
    public IReadOnlyList<string> Tags(string repository)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return Find(repository) is { } data ? [.. data.Tags.Where(tag => tag.Value.At(now) is not null).Select(tag => tag.Key)] : [];
        }
    }

    /// <summary>The manifests whose <c>subject</c> is this digest, in the order in which they were pushed.</summary>
    public IReadOnlyList<StoredManifest> Referrers(string repository, string subject)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            return Find(repository)?.Referrers.GetValueOrDefault(subject) is { } referrers ? [.. referrers.Values.Where(manifest => manifest.ListedFrom <= now)] : [];
        }
    }

    /// <summary>A copy of all that one repository holds.</summary>
    public RepositorySnapshot Snapshot(string repository)
    {
        lock (gate)
        {
            var data = Find(repository) ?? new RepositoryData();
            return new RepositorySnapshot(
                data.Tags.ToDictionary(tag => tag.Key, tag => tag.Value.Digest, StringComparer.Ordinal),
                data.Manifests.ToDictionary(StringComparer.Ordinal),
                data.Blobs.ToDictionary(StringComparer.Ordinal));
        }
    }

    private void Move(RepositoryData data, string tag, string digest, TimeSpan hiddenFor)
    {
        var now = time.GetUtcNow();
        data.Tags[tag] = new TagValue(digest, now + hiddenFor, data.Tags.GetValueOrDefault(tag)?.At(now));
    }

    private RepositoryData? Find(string repository) => repositories.GetValueOrDefault(repository);

    private RepositoryData GetOrAdd(string repository)
    {
        if (!repositories.TryGetValue(repository, out var data))
        {
            repositories.Add(repository, data = new RepositoryData());
        }

        return data;
    }
}
