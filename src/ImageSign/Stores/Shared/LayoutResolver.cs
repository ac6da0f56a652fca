using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>Finds the image that a reference names in a layout: by digest, by tag, or because there is only one.</summary>
internal sealed class LayoutResolver(LayoutReader reader)
{
    public async Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var index = await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        if (image.Digest is { } digest) return await ByDigestAsync(index, digest, image, cancellationToken).ConfigureAwait(false);
        var entries = image.Tag is { } tag ? ByTag(index, tag) : await ImagesAsync(index, cancellationToken).ConfigureAwait(false);
        var distinct = entries.DistinctBy(entry => entry.Digest).ToList();
        if (distinct is [var only] && !MayBeImage(only)) throw ErrorCodes.NoImageInFile.With(reader.Content.Name, $"the entry '{LayoutNames.Describe(only)}' is of the type '{only.MediaType}'");
        return distinct.Count switch
        {
            0 when image.Tag is null => throw ErrorCodes.NoImageInFile.With(reader.Content.Name, "its index.json names none"),
            0 => throw ErrorCodes.ImageNotFound.With(image, reader.Content.Name),
            1 => await reader.ReadManifestAsync(distinct[0], cancellationToken).ConfigureAwait(false),
            _ => throw ErrorCodes.AmbiguousImage.With(image, NameList.Of(distinct.ConvertAll(LayoutNames.Describe))),
        };
    }

    /// <summary>The entries of index.json that are images: no referrers, no attachments, no children of an index that is listed too.</summary>
    public async Task<IReadOnlyList<Descriptor>> ImagesAsync(ImageIndex index, CancellationToken cancellationToken)
    {
        var (images, missing) = await ListAsync(index, cancellationToken).ConfigureAwait(false);
        return images.Count > 0 || missing is [] ? images : throw ErrorCodes.PartMissing.With(reader.Content.Name, missing[0].Digest);
    }

    /// <summary>How the images beside one are named. What cannot be read is named, too: it has no part in that image's verdict, and must not prevent it.</summary>
    public async Task<IReadOnlyList<string>> OthersAsync(Digest image, CancellationToken cancellationToken)
    {
        var index = await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<Descriptor> images;
        try
        {
            var (there, missing) = await ListAsync(index, cancellationToken).ConfigureAwait(false);
            images = there.Concat(missing);
        }
        catch (ImageSignException)
        {
            images = index.Manifests.Where(entry => !LayoutNames.IsAttachment(entry));
        }

        return [.. images.Where(entry => entry.Digest != image).DistinctBy(entry => entry.Digest).Select(LayoutNames.Describe)];
    }

    /// <summary>image-spec 1.1, "Image Index": "Implementations storing or copying content SHOULD NOT error on encountering an unknown mediaType"; what it is, is no image.</summary>
    public static bool MayBeImage(Descriptor entry) => MediaTypes.IsIndex(entry.MediaType) || MediaTypes.IsManifest(entry.MediaType) || entry.MediaType == MediaTypes.OciArtifact;

    /// <summary>The entries that are images, and those that may be and are not there.</summary>
    private async Task<(IReadOnlyList<Descriptor> Images, IReadOnlyList<Descriptor> Missing)> ListAsync(ImageIndex index, CancellationToken cancellationToken)
    {
        var documents = new List<(Descriptor Entry, ManifestDocument Document)>();
        var missing = new List<Descriptor>();
        foreach (var entry in index.Manifests.Where(entry => !LayoutNames.IsAttachment(entry) && MayBeImage(entry)))
        {
            // What is listed and not there is no image in this place.
            if (await reader.FindManifestAsync(entry, cancellationToken).ConfigureAwait(false) is { } document) documents.Add((entry, document));
            else missing.Add(entry);
        }

        var children = documents.Select(pair => pair.Document).OfType<ImageIndex>().SelectMany(parent => parent.Manifests).Select(child => child.Digest).ToHashSet();
        var roots = documents.FindAll(pair => pair.Document.Subject is null && (!children.Contains(pair.Entry.Digest) || LayoutNames.TagOf(pair.Entry) is not null));
        var images = roots.FindAll(pair => IsImage(pair.Document));
        return ((images.Count > 0 ? images : roots).ConvertAll(pair => pair.Entry), missing.FindAll(entry => !children.Contains(entry.Digest)));
    }

    private static bool IsImage(ManifestDocument document) => document is ImageIndex
        || document is ImageManifest { ArtifactType: null, Config.MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig };

    private static List<Descriptor> ByTag(ImageIndex index, string tag)
    {
        var named = index.Manifests.Where(entry => LayoutNames.IsNamed(entry, tag)).ToList();
        return named.Count > 0 ? named : index.Manifests.Where(entry => LayoutNames.HasShortTag(entry, tag)).ToList();
    }

    private async Task<ManifestDocument> ByDigestAsync(ImageIndex index, Digest digest, ImageReference image, CancellationToken cancellationToken)
    {
        var entry = index.Manifests.FirstOrDefault(entry => entry.Digest == digest);
        if (entry is not null) return await reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
        return await reader.FindManifestAsync(digest, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.ImageNotFound.With(image, reader.Content.Name);
    }
}
