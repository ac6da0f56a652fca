using ImageSign.Formats.Cosign;
using ImageSign.Oci;

namespace ImageSign.Tasks.Places;

/// <summary>An archive: <c>ContainerArchiveOutputPath</c>. Its form follows the manifest's, so an index is always in an OCI archive.</summary>
/// <param name="file">The file, absolute.</param>
/// <param name="repository">The name in it.</param>
/// <param name="published">What was written into it.</param>
internal sealed class ArchivePlace(string file, string repository, PublishedImages published) : IPublishPlace
{
    private const string DefaultExtension = ".tar.gz";

    /// <summary>The file that the SDK writes for <c>ContainerArchiveOutputPath</c>: a path that ends with a separator, or without an extension, is a directory.</summary>
    public static string FileOf(string outputPath, string projectDirectory, string repository)
    {
        var path = Path.GetFullPath(outputPath, projectDirectory);
        return Path.HasExtension(path) && !Path.EndsInDirectorySeparator(path) ? path : Path.Combine(path, repository + DefaultExtension);
    }

    /// <summary>A bundle holds one signature.</summary>
    public static void RequireOneBundle(IReadOnlyList<Signer> signers, string file)
    {
        var bundles = signers.Count(SignsFile);
        if (bundles > 1) throw ErrorCodes.BundleOfSeveralSigners.With(bundles, file);
    }

    /// <summary>True for a signer of the file's bytes.</summary>
    public static bool SignsFile(Signer signer) => signer.Formats is [] || signer.Formats.Contains(DetachedBundle.FormatName);

    /// <summary>The formats in which it signs inside the file.</summary>
    public static IEnumerable<string> Inside(Signer signer) => signer.Formats.Where(format => format != DetachedBundle.FormatName);

    public async Task<IReadOnlyList<SignedImage>> SignAsync(SigningRun run, CancellationToken cancellationToken)
    {
        RequireOneBundle(run.Signers, file);
        var images = Images();
        foreach (var signer in run.Signers.Where(SignsInside))
        {
            // cosign's signatures have no other place than a tag, which is listed; the others keep the archive what it is for everybody else.
            var result = await run.SignAsync(
                signer, images[0].Reference, request => request with { Formats = [.. Inside(signer)], Attach = signer.Formats.Contains(CosignFormat.FormatName), OnlyImage = true }, cancellationToken);
            images = [.. images.Select(image => image.With(result))];
        }

        // What is signed inside changes the bytes that a bundle is for: so the bundle comes last.
        foreach (var signer in run.Signers.Where(SignsFile))
        {
            var result = await run.SignAsync(signer, images[0].Reference, request => request with { Formats = [], BundleFile = DetachedBundle.Beside(request.Image), OnlyImage = true }, cancellationToken);
            images = [images[0].WithBundle(result), .. images.Skip(1)];
        }

        return [images[0], .. images.Skip(1).Where(image => image.Signatures.Count > 0)];
    }

    /// <summary>An OCI archive holds the manifests as the SDK made them; of a docker-archive's only image the configuration is what is left. Tags are the root's alone.</summary>
    private IReadOnlyList<SignedImage> Images() => published.Root is { Descriptor.MediaType: MediaTypes.DockerManifest, Config: { } config }
        ? [Image(Transport.DockerArchive, config) with { Tags = published.Root.Tags }]
        : [.. published.All.Select(image => Image(Transport.OciArchive, image.Descriptor) with { Tags = image == published.Root ? image.Tags : [] })];

    private SignedImage Image(Transport transport, Descriptor descriptor) => new(ImageReference.OfArchive(transport, file).At(descriptor.Digest), repository, descriptor, []);

    private static bool SignsInside(Signer signer) => Inside(signer).Any();
}
