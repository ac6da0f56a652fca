using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store that whole images can be copied into.</summary>
public interface ICopyDestination : IWritableImageStore, ITagStore
{
    /// <summary>Writes a blob of any size; false when it was there already (or could be mounted) and nothing was sent.</summary>
    /// <param name="descriptor">Digest and size of the blob.</param>
    /// <param name="origin">The reference it comes from: a repository of the same registry can be mounted from.</param>
    /// <param name="open">Opens the content; called again when an attempt fails.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<bool> WriteBlobAsync(Descriptor descriptor, ImageReference origin, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken);

    /// <summary>Writes a manifest byte for byte, by its digest; what it names is there already.</summary>
    Task WriteManifestAsync(ManifestDocument document, CancellationToken cancellationToken);
}
