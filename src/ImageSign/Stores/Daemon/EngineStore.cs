using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Daemon;

/// <summary>The images of a local engine. What is judged is what the engine saves, never what it says about itself.</summary>
/// <param name="engines">The engines to look in, in order; several for a name without a place.</param>
internal sealed class EngineStore(IReadOnlyList<EngineCli> engines) : IImageContentStore, IImageRewriter, INamedImages
{
    private readonly string _directory = Directory.CreateTempSubdirectory("imagesign-").FullName;
    private readonly List<ArchiveFile> _open = [];
    private int _saved;

    /// <summary>The engine that has the image; until it is found, those that may.</summary>
    public string Name { get; private set; } = string.Join(" or ", engines.Select(engine => engine.Command));

    public async Task<IImageContent> OpenImageAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var installed = engines.Where(engine => engine.IsInstalled).ToList();
        if (installed.Count == 0) throw ErrorCodes.EngineMissing.With(Name);
        ImageSignException? failure = null;
        foreach (var engine in installed)
        {
            try
            {
                if (await FindAsync(engine, image, cancellationToken).ConfigureAwait(false) is { } found) return found;
            }
            catch (ImageSignException e) when (installed.Count > 1 && (e.Code == ErrorCodes.ProcessFailed || e.Code == ErrorCodes.EngineNotRunning))
            {
                // An engine that is installed but does not run may have the image or not; another one that has it settles that.
                failure = e;
            }
        }

        throw failure ?? ErrorCodes.ImageNotFound.With(image, Name);
    }

    public async Task<RewrittenImage> RewriteAsync(IImageContent image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken)
    {
        var old = (EngineImage)image;
        var file = NewFile();
        await DockerArchiveRewrite.ReplaceAsync(old.Archive, file, old.Saved.Entry, config, cancellationToken, [old.Name]).ConfigureAwait(false);
        if (await old.Engine.FindAsync(old.Name, cancellationToken).ConfigureAwait(false) != old.Id) throw ErrorCodes.ImageChangedMeanwhile.With(old.Name);
        await old.Engine.LoadAsync(file, cancellationToken).ConfigureAwait(false);
        return new RewrittenImage(old.Digest, Digest.Of(config.Span));
    }

    public async Task<bool> MoveTagAsync(string tag, IImageContent old, IImageContent current, CancellationToken cancellationToken)
    {
        var (before, now) = ((EngineImage)old, (EngineImage)current);
        var name = $"{before.Name[..before.Name.LastIndexOf(':')]}:{tag}";
        if (await before.Engine.FindAsync(name, cancellationToken).ConfigureAwait(false) != before.Id) return false;
        await before.Engine.TagAsync(now.Id, name, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var archive in _open) archive.Dispose();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<EngineImage?> FindAsync(EngineCli engine, ImageReference image, CancellationToken cancellationToken)
    {
        foreach (var name in EngineNames.Spellings($"{image.Name}:{image.Tag ?? "latest"}"))
        {
            if (await engine.FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } id) continue;
            var found = await OpenAsync(engine, name, id, cancellationToken).ConfigureAwait(false);
            // Podman's own ID of an image in the OCI form is not the digest of what it saves.
            if (image.Digest is not { } wanted || found.Digest == wanted || id == wanted.ToString()) return found;
        }

        return null;
    }

    private async Task<EngineImage> OpenAsync(EngineCli engine, string name, string id, CancellationToken cancellationToken)
    {
        var file = NewFile();
        await engine.SaveAsync(id, file, cancellationToken).ConfigureAwait(false);
        var archive = await ArchiveFile.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        _open.Add(archive);
        await ArchiveImages.RequireOneViewAsync(archive, ArchiveView.Docker, cancellationToken).ConfigureAwait(false);
        var images = await ArchiveImages.ReadDockerAsync(archive, cancellationToken).ConfigureAwait(false);
        Name = engine.Command;
        return images.Count == 1 ? new EngineImage(engine, name, id, archive, images[0]) : throw ErrorCodes.ArchiveRefused.With(file, $"{engine.Command} saved {images.Count} images instead of one");
    }

    private string NewFile() => Path.Combine(_directory, $"{++_saved}.tar");
}
