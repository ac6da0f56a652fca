using System.Text;
using System.Text.Json;
using ImageSign.Oci;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>What one publish pushed to a registry: a single image, or an index and the platform images that it lists.</summary>
/// <param name="Root">What the tags point at: the index, or the only image.</param>
/// <param name="Platforms">The platform images of an index, in its order.</param>
internal sealed record PublishedImages(PublishedImage Root, IReadOnlyList<PublishedImage> Platforms)
{
    /// <summary>The root first, then the platform images.</summary>
    public IEnumerable<PublishedImage> All => Platforms.Prepend(Root);

    /// <summary>Takes the digests from the bytes that the SDK made, and refuses to go on where the SDK says otherwise.</summary>
    public static PublishedImages Of(IReadOnlyList<ITaskItem> containers, string index, IReadOnlyList<string> tags, IReadOnlyList<string> runtimeIdentifiers)
    {
        // The SDK lists each image twice: once by the target that made it, once by the target that called that target.
        var images = containers.DistinctBy(item => item.GetMetadata("ManifestDigest"), StringComparer.Ordinal).Select(ReadImage).ToList();
        if (index.Length > 0) return OfIndex(index, images, tags, runtimeIdentifiers);
        return images.Count == 1
            ? new PublishedImages(new PublishedImage(images[0], tags), [])
            : throw ErrorCodes.PublishedDigestDiffers.With("The list of images", $"it holds {images.Count} images, but no index that lists them");
    }

    private static PublishedImages OfIndex(string index, List<Descriptor> images, IReadOnlyList<string> tags, IReadOnlyList<string> runtimeIdentifiers)
    {
        const string what = "The image index";
        var document = ManifestDocument.Parse(Encoding.UTF8.GetBytes(index), servedAs: null) as ImageIndex
            ?? throw ErrorCodes.PublishedDigestDiffers.With(what, "it is no index");
        var unlisted = images.FirstOrDefault(image => document.Manifests.All(entry => entry.Digest != image.Digest));
        if (unlisted is not null) throw ErrorCodes.PublishedDigestDiffers.With(what, $"it does not list {unlisted.Digest}");

        var platforms = document.Manifests.Select((entry, position) => new PublishedImage(
            images.Find(image => image.Digest == entry.Digest) ?? throw ErrorCodes.PublishedDigestDiffers.With(what, $"it lists {entry.Digest}, which this publish did not make"),
            document.Manifests.Count == runtimeIdentifiers.Count ? TagsOf(entry, runtimeIdentifiers[position], tags) : []));
        return new PublishedImages(new PublishedImage(document.Descriptor, tags), [.. platforms]);
    }

    /// <summary>A platform image is pushed as <c>TAG-RID</c>. The SDK keeps the order of the identifiers; a platform that does not fit means that it did not.</summary>
    private static IReadOnlyList<string> TagsOf(Descriptor entry, string runtimeIdentifier, IReadOnlyList<string> tags) =>
        RuntimePlatform.Of(runtimeIdentifier)?.Matches(entry.Platform) == true ? [.. tags.Select(tag => $"{tag}-{runtimeIdentifier}")] : [];

    private static Descriptor ReadImage(ITaskItem item)
    {
        var descriptor = Descriptor.Of(item.GetMetadata("ManifestMediaType"), Encoding.UTF8.GetBytes(item.GetMetadata("Manifest")));
        var announced = item.GetMetadata("ManifestDigest");
        return announced == descriptor.Digest.ToString()
            ? descriptor with { Platform = PlatformOf(item.GetMetadata("Configuration")) }
            : throw ErrorCodes.PublishedDigestDiffers.With("The manifest", $"the SDK announced {announced}, its bytes hash to {descriptor.Digest}");
    }

    private static Platform? PlatformOf(string configuration)
    {
        using var json = JsonDocument.Parse(configuration);
        return json.RootElement.TryGetProperty("os", out var os) && json.RootElement.TryGetProperty("architecture", out var architecture)
            ? new Platform(os.GetString() ?? "", architecture.GetString() ?? "", json.RootElement.TryGetProperty("variant", out var variant) ? variant.GetString() : null)
            : null;
    }
}
