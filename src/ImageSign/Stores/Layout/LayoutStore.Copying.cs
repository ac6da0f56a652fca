using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Layout;

/// <summary>Copying: blobs as streams, a new layout where there is none yet.</summary>
internal sealed partial class LayoutStore
{
    private const int CopyBufferBytes = 128 * 1024;

    public async Task<Stream> OpenBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var stream = await _content.OpenBlobAsync(descriptor.Digest, cancellationToken).ConfigureAwait(false);
        return new VerifiedStream(stream ?? throw ErrorCodes.PartMissing.With(Name, descriptor.Digest), descriptor);
    }

    public async Task<bool> WriteBlobAsync(Descriptor descriptor, ImageReference origin, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken)
    {
        await CreateLayoutAsync(cancellationToken).ConfigureAwait(false);
        _content.PrepareBlobs();
        if (await _reader.HasBlobAsync(descriptor, cancellationToken).ConfigureAwait(false)) return false;
        var source = await open(cancellationToken).ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        var file = AtomicFile.Create(_content.PathOf(descriptor.Digest));
        await using var discarding = file.ConfigureAwait(false);
        var buffer = new byte[CopyBufferBytes];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) await file.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        file.Commit();
        return true;
    }

    public async Task WriteManifestAsync(ManifestDocument document, CancellationToken cancellationToken)
    {
        await CreateLayoutAsync(cancellationToken).ConfigureAwait(false);
        await WriteBlobAsync(document.Descriptor, document.Raw, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Digest?> FindTagAsync(string tag, CancellationToken cancellationToken) =>
        (await _reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false)).Manifests.FirstOrDefault(entry => LayoutNames.TagOf(entry) == tag)?.Digest;

    public Task PublishAsync(ManifestDocument document, string? tag, CancellationToken cancellationToken) =>
        ChangeIndexAsync(index => Task.FromResult(LayoutEntries.WithImage(index, document.Descriptor, tag)), cancellationToken);

    /// <summary>Makes a layout of a directory that does not exist or is empty; any other directory must be one already.</summary>
    private async Task CreateLayoutAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(_content.PathOf(LayoutReader.LayoutFile)) || (Directory.Exists(Name) && Directory.EnumerateFileSystemEntries(Name).Any())) return;
        _content.PrepareBlobs();
        await AtomicFile.WriteAsync(_content.PathOf(LayoutReader.IndexFile), EmptyLayout.Index, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteAsync(_content.PathOf(LayoutReader.LayoutFile), EmptyLayout.Layout, cancellationToken).ConfigureAwait(false);
    }
}
