using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Layout;

/// <summary>An OCI layout directory, <c>oci:DIR[:tag|@digest]</c>.</summary>
internal sealed partial class LayoutStore : ICopyDestination, IBlobSource
{
    private const string Placement = "layout";
    private const int MaxAttempts = 50;

    /// <summary>The lock file; it stays, because a lock file that is deleted locks nothing.</summary>
    internal const string LockName = ".imagesign.lock";

    private readonly LayoutDirectory _content;
    private readonly LayoutReader _reader;

    /// <summary>Names the layout; nothing is read yet.</summary>
    /// <param name="directory">The directory that holds oci-layout, index.json and blobs.</param>
    public LayoutStore(string directory)
    {
        Name = directory;
        _content = new LayoutDirectory(directory);
        _reader = new LayoutReader(_content);
    }

    public string Name { get; }

    public Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken) => new LayoutResolver(_reader).ResolveAsync(image, cancellationToken);

    public Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken) => _reader.ReadManifestAsync(descriptor, cancellationToken);

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken) => _reader.ReadBlobAsync(descriptor, limit, cancellationToken);

    public IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject, CancellationToken cancellationToken) => new LayoutReferrers(_reader).ListAsync(subject, cancellationToken);

    public async Task<ManifestDocument?> ReadSharedTagAsync(Digest subject, string suffix, CancellationToken cancellationToken)
    {
        var index = await _reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var entry = LayoutNames.FindAttachment(index, subject, suffix);
        return entry is null ? null : await _reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteBlobAsync(Descriptor descriptor, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var actual = Digest.Of(content.Span);
        if (actual != descriptor.Digest) throw ErrorCodes.DigestMismatch.With("The content to write", descriptor.Digest, actual);
        _content.PrepareBlobs();
        if (await _reader.HasBlobAsync(descriptor, cancellationToken).ConfigureAwait(false)) return;
        await AtomicFile.WriteAsync(_content.PathOf(descriptor.Digest), content, cancellationToken).ConfigureAwait(false);
    }

    public async Task<AttachResult> AttachReferrerAsync(ImageManifest artifact, CancellationToken cancellationToken)
    {
        await WriteBlobAsync(artifact.Descriptor, artifact.Raw, cancellationToken).ConfigureAwait(false);
        await ChangeIndexAsync(index => Task.FromResult(LayoutEntries.WithReferrer(index, artifact)), cancellationToken).ConfigureAwait(false);
        return new AttachResult(Placement);
    }

    public async Task<AttachResult> AttachToSharedTagAsync(Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken)
    {
        await ChangeIndexAsync(Merge, cancellationToken).ConfigureAwait(false);
        return new AttachResult(Placement);

        async Task<ReadOnlyMemory<byte>> Merge(ImageIndex index)
        {
            if (await LayoutEntries.MergeAsync(_reader, index, subject, suffix, contribution, cancellationToken).ConfigureAwait(false) is not var (entry, merged)) return index.Raw;
            await WriteBlobAsync(merged.Descriptor, merged.Raw, cancellationToken).ConfigureAwait(false);
            return LayoutEntries.WithAttachment(index, entry, merged.Descriptor, ContributionId.SubjectTag(subject) + suffix);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Rewrites index.json under the lock. Peers know no lock, so it is read once more just before it is replaced.</summary>
    private async Task ChangeIndexAsync(Func<ImageIndex, Task<ReadOnlyMemory<byte>>> change, CancellationToken cancellationToken)
    {
        using var held = await FileLock.TakeAsync(_content.PathOf(LockName), Name, cancellationToken).ConfigureAwait(false);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await _reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
            var after = await change(before).ConfigureAwait(false);
            if (after.Span.SequenceEqual(before.Raw.Span)) return;
            var file = AtomicFile.Create(_content.PathOf(LayoutReader.IndexFile));
            await using (file.ConfigureAwait(false))
            {
                await file.Stream.WriteAsync(after, cancellationToken).ConfigureAwait(false);
                file.Flush();
                var now = await _reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
                if (!now.Raw.Span.SequenceEqual(before.Raw.Span)) continue;
                file.Commit();
                return;
            }
        }

        throw ErrorCodes.StoreWriteFailed.With(Name, "another tool keeps changing index.json");
    }
}
