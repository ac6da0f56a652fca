using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store that signatures can be added to. No addition loses another one: each store keeps that promise in its own way.</summary>
public interface IWritableImageStore : IImageStore
{
    /// <summary>Writes a blob; one that is there already is left alone.</summary>
    Task WriteBlobAsync(Descriptor descriptor, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Adds a manifest whose <see cref="ManifestDocument.Subject"/> is set, so that it is listed as a referrer of that subject.</summary>
    Task<AttachResult> AttachReferrerAsync(ImageManifest artifact, CancellationToken cancellationToken);

    /// <summary>Adds the layers of <paramref name="contribution"/> to the manifest at the subject's shared tag, <c>sha256-&lt;hex&gt;&lt;suffix&gt;</c>.</summary>
    Task<AttachResult> AttachToSharedTagAsync(Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken);
}
