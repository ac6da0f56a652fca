using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>An OCI layout in a tar file: <c>oci-archive:FILE[:tag|@digest]</c>. Each addition writes the file anew and puts it in place in one step.</summary>
/// <param name="path">The file.</param>
/// <param name="open">The file as it was opened and looked through already; null: it is opened when it is needed.</param>
internal sealed class OciArchiveStore(string path, ArchiveFile? open = null) : IWritableImageStore, IBlobSource
{
    private const string Placement = "archive";

    private readonly Dictionary<Digest, ReadOnlyMemory<byte>> _staged = [];
    private ArchiveFile? _archive = open;

    public string Name => path;

    public async Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken) =>
        await new LayoutResolver(await ReaderAsync(cancellationToken).ConfigureAwait(false)).ResolveAsync(image, cancellationToken).ConfigureAwait(false);

    public async Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        await (await ReaderAsync(cancellationToken).ConfigureAwait(false)).ReadManifestAsync(descriptor, cancellationToken).ConfigureAwait(false);

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken) =>
        await (await ReaderAsync(cancellationToken).ConfigureAwait(false)).ReadBlobAsync(descriptor, limit, cancellationToken).ConfigureAwait(false);

    public async Task<Stream> OpenBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        var stream = await reader.Content.OpenBlobAsync(descriptor.Digest, cancellationToken).ConfigureAwait(false);
        return new VerifiedStream(stream ?? throw ErrorCodes.ContentMissing.With(path, descriptor.Digest), descriptor);
    }

    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var referrer in new LayoutReferrers(reader).ListAsync(subject, cancellationToken).ConfigureAwait(false)) yield return referrer;
    }

    public async Task<ManifestDocument?> ReadSharedTagAsync(Digest subject, string suffix, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        var entry = LayoutNames.FindAttachment(await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false), subject, suffix);
        return entry is null ? null : await reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the blob until something that is attached needs it: signatures are small, and the file is written once.</summary>
    public Task WriteBlobAsync(Descriptor descriptor, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _staged[descriptor.Digest] = content;
        return Task.CompletedTask;
    }

    public async Task<AttachResult> AttachReferrerAsync(ImageManifest artifact, CancellationToken cancellationToken)
    {
        _staged[artifact.Descriptor.Digest] = artifact.Raw;
        await ChangeIndexAsync((_, index) => Task.FromResult(LayoutEntries.WithReferrer(index, artifact)), cancellationToken).ConfigureAwait(false);
        return new AttachResult(Placement);
    }

    public async Task<AttachResult> AttachToSharedTagAsync(Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken)
    {
        await ChangeIndexAsync(
            async (reader, index) =>
            {
                if (await LayoutEntries.MergeAsync(reader, index, subject, suffix, contribution, cancellationToken).ConfigureAwait(false) is not var (entry, merged)) return index.Raw;
                _staged[merged.Descriptor.Digest] = merged.Raw;
                return LayoutEntries.WithAttachment(index, entry, merged.Descriptor, ContributionId.SubjectTag(subject) + suffix);
            },
            cancellationToken).ConfigureAwait(false);
        return new AttachResult(Placement);
    }

    public ValueTask DisposeAsync()
    {
        _archive?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<LayoutReader> ReaderAsync(CancellationToken cancellationToken)
    {
        if (_archive is null)
        {
            _archive = await ArchiveFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            await ArchiveImages.RequireOneViewAsync(_archive, cancellationToken).ConfigureAwait(false);
        }

        return new LayoutReader(new ArchiveLayout(_archive));
    }

    /// <summary>Writes the archive anew under its lock, from what is there now: another signer may have been faster.</summary>
    private async Task ChangeIndexAsync(Func<LayoutReader, ImageIndex, Task<ReadOnlyMemory<byte>>> change, CancellationToken cancellationToken)
    {
        using var held = await FileLock.TakeAsync(LockOf(path), path, cancellationToken).ConfigureAwait(false);
        _archive?.Dispose();
        _archive = null;
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        var index = await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var changed = await change(reader, index).ConfigureAwait(false);
        if (changed.Span.SequenceEqual(index.Raw.Span)) return;
        List<(string, ReadOnlyMemory<byte>)> added = [.. _staged.Where(blob => _archive!.Find(ArchiveLayout.NameOf(blob.Key)) is null).Select(blob => (ArchiveLayout.NameOf(blob.Key), blob.Value)), (LayoutReader.IndexFile, changed)];
        await ArchiveRewrite.WriteAsync(_archive!, path, member => member.Name != LayoutReader.IndexFile, added, cancellationToken).ConfigureAwait(false);
        _staged.Clear();
        _archive!.Dispose();
        _archive = null;
    }

    private static string LockOf(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.imagesign.lock");
}
