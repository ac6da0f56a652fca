using System.Text;
using ImageSign.Oci;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>What one publish made: a single image, or an index and the platform images that it lists.</summary>
/// <param name="Root">What the tags point at: the index, or the only image.</param>
/// <param name="Platforms">The platform images of an index, in its order.</param>
internal sealed record PublishedImages(PublishedImage Root, IReadOnlyList<PublishedImage> Platforms)
{
    private const string ListOfImages = "The list of images";

    /// <summary>The root first, then the platform images.</summary>
    public IEnumerable<PublishedImage> All => Platforms.Prepend(Root);

    /// <summary>Takes the digests from the bytes that the SDK made, and refuses to go on where the SDK says otherwise.</summary>
    public static PublishedImages Of(IReadOnlyList<ITaskItem> containers, string index, IReadOnlyList<string> tags, IReadOnlyList<string> runtimeIdentifiers)
    {
        (tags, runtimeIdentifiers) = (DistinctNames.Of(tags), DistinctNames.Of(runtimeIdentifiers));
        var images = Read(containers);
        if (index.Length > 0) return OfIndex(index, images, tags, runtimeIdentifiers);
        return images.Count == 1
            ? new PublishedImages(images[0] with { Tags = tags }, [])
            : throw ErrorCodes.PublishedDigestDiffers.With(ListOfImages, $"it holds {images.Count} images, but no index that lists them");
    }

    /// <summary>The images of a publish that makes no index: into Podman each platform's image goes by itself, as <c>TAG-RID</c>.</summary>
    public static IReadOnlyList<PublishedImage> WithoutIndex(IReadOnlyList<ITaskItem> containers, IReadOnlyList<string> tags, IReadOnlyList<string> runtimeIdentifiers)
    {
        (tags, runtimeIdentifiers) = (DistinctNames.Of(tags), DistinctNames.Of(runtimeIdentifiers));
        if (runtimeIdentifiers.Count == 0) return [Of(containers, index: "", tags, runtimeIdentifiers).Root];
        var images = Read(containers);
        return images.Count == runtimeIdentifiers.Count
            ? [.. images.Zip(runtimeIdentifiers, (image, identifier) => image with { Tags = [.. tags.Select(tag => $"{tag}-{identifier}")] })]
            : throw ErrorCodes.PublishedDigestDiffers.With(ListOfImages, $"it holds {images.Count} images for {runtimeIdentifiers.Count} runtime identifiers");
    }

    /// <summary>The SDK lists each image twice: once by the target that made it, once by the target that called that target.</summary>
    private static List<PublishedImage> Read(IReadOnlyList<ITaskItem> containers) =>
        [.. containers.DistinctBy(item => item.GetMetadata("ManifestDigest"), StringComparer.Ordinal).Select(PublishedImage.Read)];

    private static PublishedImages OfIndex(string index, List<PublishedImage> images, IReadOnlyList<string> tags, IReadOnlyList<string> runtimeIdentifiers)
    {
        const string what = "The image index";
        var document = ManifestDocument.Parse(Encoding.UTF8.GetBytes(index), servedAs: null) as ImageIndex
            ?? throw ErrorCodes.PublishedDigestDiffers.With(what, "it is no index");
        var unlisted = images.Find(image => document.Manifests.All(entry => entry.Digest != image.Descriptor.Digest));
        if (unlisted is not null) throw ErrorCodes.PublishedDigestDiffers.With(what, $"it does not list {unlisted.Descriptor.Digest}");

        Descriptor[] entries = [.. document.Manifests.DistinctBy(entry => entry.Digest)];
        var platforms = entries.Select((entry, position) =>
        {
            var image = images.Find(image => image.Descriptor.Digest == entry.Digest) ?? throw ErrorCodes.PublishedDigestDiffers.With(what, $"it lists {entry.Digest}, which this publish did not make");
            return image with { Tags = entries.Length == runtimeIdentifiers.Count ? TagsOf(entry, runtimeIdentifiers[position], tags) : [] };
        });
        return new PublishedImages(new PublishedImage(document.Descriptor, tags), [.. platforms]);
    }

    /// <summary>A platform image is pushed as <c>TAG-RID</c>. The SDK keeps the order of the identifiers; a platform that does not fit means that it did not.</summary>
    private static IReadOnlyList<string> TagsOf(Descriptor entry, string runtimeIdentifier, IReadOnlyList<string> tags) =>
        RuntimePlatform.Of(runtimeIdentifier)?.Matches(entry.Platform) == true ? [.. tags.Select(tag => $"{tag}-{runtimeIdentifier}")] : [];
}
