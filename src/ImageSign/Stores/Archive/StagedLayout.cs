using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>The layout as it will be: an archive, or nothing yet, with the small blobs that are to be added.</summary>
internal sealed class StagedLayout(string name, ArchiveFile? archive, IReadOnlyDictionary<Digest, ReadOnlyMemory<byte>> staged) : ILayoutContent
{
    private readonly ArchiveLayout? _beneath = archive is null ? null : new ArchiveLayout(archive);

    public string Name => name;

    public ValueTask<Stream?> OpenFileAsync(string name, CancellationToken cancellationToken)
    {
        if (_beneath is not null) return _beneath.OpenFileAsync(name, cancellationToken);
        return new(name switch
        {
            LayoutReader.LayoutFile => Open(EmptyLayout.Layout),
            LayoutReader.IndexFile => Open(EmptyLayout.Index),
            _ => null,
        });
    }

    public ValueTask<Stream?> OpenBlobAsync(Digest digest, CancellationToken cancellationToken) =>
        staged.TryGetValue(digest, out var content) ? new(Open(content)) : _beneath?.OpenBlobAsync(digest, cancellationToken) ?? new((Stream?)null);

    public IEnumerable<(Digest Digest, long Length)> ListBlobs() =>
        staged.Select(blob => (blob.Key, (long)blob.Value.Length)).Concat(_beneath?.ListBlobs().Where(blob => !staged.ContainsKey(blob.Digest)) ?? []);

    private static MemoryStream Open(ReadOnlyMemory<byte> content) => new(content.ToArray(), writable: false);
}
