using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Archive;

/// <summary>What <c>docker save</c> writes, and podman, skopeo, crane and the .NET SDK too: <c>docker-archive:FILE[:ref]</c>.</summary>
internal sealed class DockerArchiveStore(string path) : IImageContentStore, IImageRewriter, IImageFile
{
    private ArchiveFile? _archive;
    private IReadOnlyList<DockerArchiveImage>? _images;

    public string Name => path;

    public async Task<IImageContent> OpenImageAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var images = await ImagesAsync(cancellationToken).ConfigureAwait(false);
        if (images.Count == 0) throw ErrorCodes.ArchiveUnreadable.With(path, "it has no manifest.json, or that names no image");
        var found = images.Where(candidate => Matches(candidate, image)).DistinctBy(candidate => candidate.Digest).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw ErrorCodes.ImageNotFound.With(image, path),
            _ => throw ErrorCodes.AmbiguousImage.With(path, string.Join(", ", found.Select(NameOf))),
        };
    }

    public async Task<IReadOnlyList<string>> ListOthersAsync(Digest image, CancellationToken cancellationToken)
    {
        var images = await ImagesAsync(cancellationToken).ConfigureAwait(false);
        return [.. images.Where(candidate => candidate.Digest != image).DistinctBy(candidate => candidate.Digest).Select(NameOf)];
    }

    public async Task<RewrittenImage> RewriteAsync(IImageContent image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken)
    {
        var old = (DockerArchiveImage)image;
        _archive?.Dispose();
        (_archive, _images) = (null, null);
        using var held = await ArchiveLock.TakeAsync(path, cancellationToken).ConfigureAwait(false);
        using var archive = await ArchiveFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        // Another signer may have been faster: what it signed must not be lost.
        var images = await ArchiveImages.ReadDockerAsync(archive, cancellationToken).ConfigureAwait(false);
        var now = images.FirstOrDefault(candidate => candidate.Digest == old.Digest && candidate.Entry.Layers.SequenceEqual(old.Entry.Layers)) ?? throw ErrorCodes.ImageChangedMeanwhile.With(path);
        await DockerArchiveRewrite.ReplaceAsync(archive, path, now.Entry, config, cancellationToken).ConfigureAwait(false);
        return new RewrittenImage(old.Digest, Digest.Of(config.Span))
        {
            Warning = archive.Find(LayoutReader.IndexFile) is null ? null : "The file held the image in the OCI form as well; only the form that 'docker load' reads was kept.",
        };
    }

    public ValueTask DisposeAsync()
    {
        _archive?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<DockerArchiveImage>> ImagesAsync(CancellationToken cancellationToken)
    {
        if (_images is not null) return _images;
        _archive ??= await ArchiveFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await ArchiveImages.RequireOneViewAsync(_archive, ArchiveView.Docker, cancellationToken).ConfigureAwait(false);
        return _images = await ArchiveImages.ReadDockerAsync(_archive, cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(DockerArchiveImage image) => image.Entry.RepoTags is [var name, ..] ? $":{name}" : $"@{image.Digest}";

    internal static bool Matches(DockerArchiveImage candidate, ImageReference image)
    {
        if (image.Digest is { } id && id != candidate.Digest) return false;
        return image.Tag is not { } wanted || candidate.Entry.RepoTags.Any(name => EngineNames.AreSame(name, wanted));
    }
}
