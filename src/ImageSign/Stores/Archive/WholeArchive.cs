using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>An image archive as one file. It is one only when it parses as one: nothing else is signed, or trusted, as an image.</summary>
internal sealed class WholeArchive : IDisposable
{
    private readonly ArchiveFile _archive;
    private readonly ImageReference _reference;
    private IReadOnlyList<DockerArchiveImage> _found = [];

    private WholeArchive(ArchiveFile archive, ImageReference reference) => (_archive, _reference) = (archive, reference);

    /// <summary>The image that the reference means; null when it names none of several.</summary>
    public Digest? Image { get; private set; }

    /// <summary>Every image that the file lists.</summary>
    public IReadOnlyList<Digest> Images { get; private set; } = [];

    /// <summary>The length of the file.</summary>
    public long Length => _archive.Length;

    /// <summary>Opens the file, and finds what the reference names in it. All reading goes through the one handle.</summary>
    public static async Task<WholeArchive> OpenAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var whole = new WholeArchive(await ArchiveFile.OpenAsync(image.Name, cancellationToken).ConfigureAwait(false), image);
        try
        {
            var view = image.Transport == Transport.DockerArchive ? ArchiveView.Docker : ArchiveView.Oci;
            await ArchiveImages.RequireOneViewAsync(whole._archive, view, cancellationToken).ConfigureAwait(false);
            whole.Image = image.Transport == Transport.DockerArchive
                ? await whole.FindDockerAsync(image, cancellationToken).ConfigureAwait(false)
                : await whole.FindOciAsync(image, cancellationToken).ConfigureAwait(false);
            return whole;
        }
        catch
        {
            whole.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a file that lists another image than the one that the reference means.</summary>
    public void RequireOnlyImage()
    {
        if (Images.Where(image => image != Image).ToList() is [var other, ..]) throw ErrorCodes.ArchiveHoldsOthers.With(_archive.Name, other);
    }

    /// <summary>The bytes of the file.</summary>
    public Stream OpenBytes() => _archive.OpenWhole();

    /// <summary>The one image that the reference means; null when the archive keeps its images by their manifests.</summary>
    public IImageContent? FindContent()
    {
        if (_reference.Transport != Transport.DockerArchive) return null;
        return Image is not null ? _found[0] : throw ErrorCodes.AmbiguousImage.With(_reference.Name, string.Join(", ", _found.SelectMany(candidate => candidate.Entry.RepoTags)));
    }

    /// <summary>The manifest or index that the reference means, and where what it names can be read.</summary>
    public async Task<(IImageStore Store, ManifestDocument Subject)> FindManifestAsync(CancellationToken cancellationToken)
    {
        var store = new OciArchiveStore(_reference.Name, _archive);
        return (store, await store.ResolveAsync(_reference, cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _archive.Dispose();

    private async Task<Digest?> FindDockerAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var images = await ArchiveImages.ReadDockerAsync(_archive, cancellationToken).ConfigureAwait(false);
        if (images.Count == 0) throw ErrorCodes.ArchiveUnreadable.With(image.Name, "it has no manifest.json, or that names no image");
        Images = [.. images.Select(candidate => candidate.Digest).Distinct()];
        _found = [.. images.Where(candidate => DockerArchiveStore.Matches(candidate, image))];
        return Only(image, [.. _found.Select(candidate => candidate.Digest).Distinct()]);
    }

    private async Task<Digest?> FindOciAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var reader = new LayoutReader(new ArchiveLayout(_archive));
        var resolver = new LayoutResolver(reader);
        var images = await resolver.ImagesAsync(await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        Images = [.. images.Select(entry => entry.Digest).Distinct()];
        if (image.Tag is not null || image.Digest is not null) return (await resolver.ResolveAsync(image, cancellationToken).ConfigureAwait(false)).Descriptor.Digest;
        return Only(image, Images);
    }

    private static Digest? Only(ImageReference image, IReadOnlyList<Digest> found) => found switch
    {
        [] => throw ErrorCodes.ImageNotFound.With(image, image.Name),
        [var only] => only,
        _ => null,
    };
}
