using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store in which tags can be looked up and moved.</summary>
public interface ITagStore
{
    /// <summary>What a tag points at now; null when there is no such tag.</summary>
    Task<Digest?> FindTagAsync(string tag, CancellationToken cancellationToken);

    /// <summary>Makes a manifest that is there already findable as an image: under a tag, or (null) untagged where a store lists its images.</summary>
    Task PublishAsync(ManifestDocument document, string? tag, CancellationToken cancellationToken);
}
