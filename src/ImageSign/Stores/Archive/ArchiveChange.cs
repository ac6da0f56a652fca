using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>
/// A change to an OCI archive. New blobs are collected, large ones in the file that will replace it; then, under the archive's lock, whatever is in it
/// by that time is added byte for byte, with an index.json that names the new entries too. Many may prepare a change at once; each finds the last one's result.
/// </summary>
internal sealed class ArchiveChange(string path) : IAsyncDisposable
{
    private readonly Dictionary<Digest, ReadOnlyMemory<byte>> _small = [];
    private readonly Dictionary<string, Descriptor> _expected = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly List<Func<LayoutReader, ImageIndex, Task<ReadOnlyMemory<byte>>>> _edits = [];
    private ArchiveOutput? _output;

    /// <summary>The small blobs that will be added.</summary>
    public IReadOnlyDictionary<Digest, ReadOnlyMemory<byte>> Small => _small;

    /// <summary>Adds a blob that is in memory.</summary>
    public void Add(Digest digest, ReadOnlyMemory<byte> content) => _small[digest] = content;

    /// <summary>Adds a blob of any size; its bytes go to the disk at once.</summary>
    public async Task AddAsync(Descriptor descriptor, Stream content, bool compress, CancellationToken cancellationToken)
    {
        var name = ArchiveLayout.NameOf(descriptor.Digest);
        if (_written.Contains(name)) return;
        _output ??= new ArchiveOutput(path, compress);
        await _output.AddAsync(name, descriptor.Size, content, cancellationToken).ConfigureAwait(false);
        _written.Add(name);
    }

    /// <summary>Relies on a blob that the archive has already.</summary>
    public void Expect(Descriptor descriptor) => _expected[ArchiveLayout.NameOf(descriptor.Digest)] = descriptor;

    /// <summary>Adds a change of index.json, made from what is there by then.</summary>
    public void Edit(Func<LayoutReader, ImageIndex, Task<ReadOnlyMemory<byte>>> edit) => _edits.Add(edit);

    /// <summary>Puts the changed archive in its place; true when its index.json named one image before, and now names more than that.</summary>
    public async Task<bool> CommitAsync(CancellationToken cancellationToken)
    {
        using var held = await ArchiveLock.TakeAsync(path, cancellationToken).ConfigureAwait(false);
        using var archive = File.Exists(path) ? await ArchiveFile.OpenAsync(path, cancellationToken).ConfigureAwait(false) : null;
        if (archive is not null) await ArchiveImages.RequireOneViewAsync(archive, ArchiveView.Oci, cancellationToken).ConfigureAwait(false);
        var reader = new LayoutReader(new StagedLayout(path, archive, _small));
        var before = await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var after = before;
        foreach (var edit in _edits) after = (ImageIndex)ManifestDocument.Parse(await edit(reader, after).ConfigureAwait(false), before.Descriptor.MediaType);
        foreach (var (name, descriptor) in _expected)
        {
            if (archive?.Find(name)?.Length != descriptor.Size) throw ErrorCodes.StoreWriteFailed.With(path, $"another tool took {descriptor.Digest} out of it meanwhile");
        }

        var added = await MissingAsync(archive, cancellationToken).ConfigureAwait(false);
        if (archive is not null && added.Count == 0 && _written.Count == 0 && after.Raw.Span.SequenceEqual(before.Raw.Span)) return false;
        await WriteAsync(archive, added, after, cancellationToken).ConfigureAwait(false);
        return before.Manifests.Count <= 1 && after.Manifests.Count > 1;
    }

    public ValueTask DisposeAsync() => _output?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The small blobs that the archive does not have, or has damaged.</summary>
    private async Task<IReadOnlyList<Digest>> MissingAsync(ArchiveFile? archive, CancellationToken cancellationToken)
    {
        var there = archive is null ? null : new LayoutReader(new ArchiveLayout(archive));
        var missing = new List<Digest>();
        foreach (var (digest, content) in _small)
        {
            if (_written.Contains(ArchiveLayout.NameOf(digest))) continue;
            if (there is null || !await there.HasBlobAsync(new Descriptor(MediaTypes.OciManifest, digest, content.Length), cancellationToken).ConfigureAwait(false)) missing.Add(digest);
        }

        return missing;
    }

    private async Task WriteAsync(ArchiveFile? archive, IReadOnlyList<Digest> added, ImageIndex index, CancellationToken cancellationToken)
    {
        _output ??= new ArchiveOutput(path, archive is { IsCompressed: true });
        foreach (var digest in added)
        {
            await _output.AddAsync(ArchiveLayout.NameOf(digest), _small[digest], cancellationToken).ConfigureAwait(false);
            _written.Add(ArchiveLayout.NameOf(digest));
        }

        if (archive is null) await _output.AddAsync(LayoutReader.LayoutFile, EmptyLayout.Layout, cancellationToken).ConfigureAwait(false);
        else await _output.CopyAsync(archive, member => member.Name != LayoutReader.IndexFile && !_written.Contains(member.Name), cancellationToken).ConfigureAwait(false);
        // Windows puts nothing in the place of a file that is open.
        archive?.Dispose();
        await _output.AddAsync(LayoutReader.IndexFile, index.Raw, cancellationToken).ConfigureAwait(false);
        await _output.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
