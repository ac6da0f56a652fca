using ImageSign.Oci;

namespace ImageSign;

/// <summary>What was copied.</summary>
/// <param name="Source">The source, with the digest that its tag was resolved to.</param>
/// <param name="Destination">The destination, with the same digest.</param>
/// <param name="Manifests">Manifests and indexes of the image itself.</param>
/// <param name="Blobs">Blobs that had to be sent.</param>
/// <param name="Artifacts">Signatures, attestations and other artifacts attached to any of the manifests.</param>
public sealed record CopyResult(ImageReference Source, ImageReference Destination, int Manifests, int Blobs, int Artifacts)
{
    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
