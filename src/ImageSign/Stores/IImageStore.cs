using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A place that holds images as manifests. Whatever is read is checked against the digest and size that were asked for, and is limited in size.</summary>
public interface IImageStore : IAsyncDisposable
{
    /// <summary>The place, for people: <c>localhost:5000/app</c>, or a directory.</summary>
    string Name { get; }

    /// <summary>Fetches, hashes and classifies the manifest or index that <paramref name="image"/> names; a tag is resolved here, once.</summary>
    Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken);

    /// <summary>Reads the manifest or index that <paramref name="descriptor"/> names.</summary>
    Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken);

    /// <summary>Reads a small blob into memory, at most <paramref name="limit"/> bytes.</summary>
    Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the artifacts that refer to <paramref name="subject"/>; unfiltered, since artifact types in fallback indexes are often wrong.</summary>
    IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject, CancellationToken cancellationToken);

    /// <summary>The manifest at the tag that a legacy tool shares between all signers of a subject, or null.</summary>
    Task<ManifestDocument?> ReadSharedTagAsync(Digest subject, string suffix, CancellationToken cancellationToken);
}
