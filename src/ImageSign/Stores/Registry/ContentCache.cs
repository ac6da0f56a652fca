using System.Collections.Concurrent;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>
/// Content that was read by its digest and checked against it, by the repository that it was in: what another repository of the same registry does not have must not
/// seem to be there. Tags and listings change, and are never kept.
/// </summary>
internal sealed class ContentCache
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private const int MaxEntryBytes = 64 * 1024;

    private readonly ConcurrentDictionary<(string Repository, Digest Digest), CachedContent> _content = new();
    private readonly ConcurrentQueue<(string Repository, Digest Digest)> _order = new();
    private int _bytes;

    public CachedContent? Find(string repository, Digest digest) => _content.GetValueOrDefault((repository, digest));

    /// <summary>Keeps it; what is oldest makes room.</summary>
    public void Add(string repository, Digest digest, CachedContent content)
    {
        if (content.Bytes.Length > MaxEntryBytes || !_content.TryAdd((repository, digest), content)) return;
        _order.Enqueue((repository, digest));
        Interlocked.Add(ref _bytes, content.Bytes.Length);
        while (Volatile.Read(ref _bytes) > MaxBytes && _order.TryDequeue(out var oldest) && _content.TryRemove(oldest, out var removed)) Interlocked.Add(ref _bytes, -removed.Bytes.Length);
    }
}
