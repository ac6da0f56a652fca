using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>An OCI layout in a tar file: <c>oci-archive:FILE[:tag|@digest]</c>. Each change writes the file anew and puts it in place in one step.</summary>
/// <param name="path">The file.</param>
/// <param name="open">The file as it was opened and looked through already; null: it is opened when it is needed.</param>
internal sealed partial class OciArchiveStore(string path, ArchiveFile? open = null) : ICopyDestination, IBlobSource, IOptionalListing, ICollectingStore, IImageFile
{
    private ArchiveFile? _archive = open;
    private ArchiveChange? _change;

    public string Name => path;

    public async Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken) =>
        await new LayoutResolver(await ReaderAsync(cancellationToken).ConfigureAwait(false)).ResolveAsync(image, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<string>> ListOthersAsync(Digest image, CancellationToken cancellationToken) =>
        await new LayoutResolver(await ReaderAsync(cancellationToken).ConfigureAwait(false)).OthersAsync(image, cancellationToken).ConfigureAwait(false);

    public async Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        await (await ReaderAsync(cancellationToken).ConfigureAwait(false)).ReadManifestAsync(descriptor, cancellationToken).ConfigureAwait(false);

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken) =>
        await (await ReaderAsync(cancellationToken).ConfigureAwait(false)).ReadBlobAsync(descriptor, limit, cancellationToken).ConfigureAwait(false);

    public async Task<Stream> OpenBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var reader = await ReaderAsync(cancellationToken).ConfigureAwait(false);
        var stream = await reader.Content.OpenBlobAsync(descriptor.Digest, cancellationToken).ConfigureAwait(false);
        return new VerifiedStream(stream ?? throw ErrorCodes.PartMissing.With(path, descriptor.Digest), descriptor);
    }

    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
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

    public async ValueTask DisposeAsync()
    {
        _archive?.Dispose();
        if (_change is not null) await _change.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Reads what is there, and what is about to be added.</summary>
    private async Task<LayoutReader> ReaderAsync(CancellationToken cancellationToken)
    {
        if (_archive is null && !(_collects && !File.Exists(path)))
        {
            _archive = await ArchiveFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            await ArchiveImages.RequireOneViewAsync(_archive, ArchiveView.Oci, cancellationToken).ConfigureAwait(false);
        }

        return new LayoutReader(new StagedLayout(path, _archive, Change.Small));
    }
}
