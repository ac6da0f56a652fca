using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Tasks;

/// <summary>The tags that the SDK just pushed, as the registry has them now.</summary>
internal static class PublishedTags
{
    /// <summary>Two publishes at once are legal: each signs its own digest, and the one whose tag was taken over is told.</summary>
    public static async Task WarnOfMovedOnesAsync(IImageStore store, ImageReference repository, PublishedImage image, MSBuildLog log, CancellationToken cancellationToken)
    {
        foreach (var tag in image.Tags)
        {
            var current = await store.ResolveAsync(repository with { Tag = tag }, cancellationToken);
            if (current.Descriptor.Digest != image.Descriptor.Digest) log.Warning(ErrorCodes.TagMoved, tag, current.Descriptor.Digest, image.Descriptor.Digest);
        }
    }
}
