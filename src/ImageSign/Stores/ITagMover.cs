using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store whose tags others may move at the same time.</summary>
public interface ITagMover : ITagStore
{
    /// <summary>
    /// Points a tag at a manifest that is there already, unless it is neither what <paramref name="from"/> says nor there yet:
    /// <see cref="ErrorCodes.TagMovedMeanwhile"/>. It is looked at just before it is written, each time that it is written.
    /// </summary>
    /// <param name="document">What the tag is to point at.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="from">What it points at before; null for a tag that does not exist.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task MoveTagAsync(ManifestDocument document, string tag, Digest? from, CancellationToken cancellationToken);
}
