using ImageSign.Oci;

namespace ImageSign;

/// <summary>What is to be copied where.</summary>
/// <param name="Source">The image; a tag is resolved once.</param>
/// <param name="Destination">The place, with the tag to set last; without a tag only the digest can be used there.</param>
public sealed record CopyRequest(ImageReference Source, ImageReference Destination)
{
    /// <summary>Told of each piece that was copied.</summary>
    public IProgress<CopyProgress>? Progress { get; init; }
}
