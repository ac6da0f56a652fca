using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store in which each signer leaves a marker of its own, so that a signature survives when somebody overwrites the shared listing.</summary>
public interface IMarkerStore
{
    /// <summary>Every marker of <paramref name="subject"/>: signature manifests, for referrers and for shared tags alike. Markers that vanish or cannot be read are left out.</summary>
    IAsyncEnumerable<ManifestDocument> ReadMarkersAsync(Digest subject, CancellationToken cancellationToken);
}
