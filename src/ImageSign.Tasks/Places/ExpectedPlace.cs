using ImageSign.Formats.Cosign;
using ImageSign.Oci;

namespace ImageSign.Tasks.Places;

/// <summary>The place that a publish is going to put its image into, before there is one.</summary>
/// <param name="registry">The registry, or empty.</param>
/// <param name="archive">The archive, or null.</param>
/// <param name="localRegistry">The local engine, or empty.</param>
/// <param name="repository">The name of the image.</param>
internal sealed class ExpectedPlace(string registry, string? archive, string localRegistry, string repository)
{
    private const string InsideTheImage = "embedded";

    /// <summary>False while a target may still name a registry.</summary>
    public required bool IsKnown { get; init; }

    private bool IsEngine => archive is null && registry.Length == 0;

    /// <summary>Refuses what nobody can sign, where an unsigned image is an error, and what several signers cannot share.</summary>
    public void RequireSignable(IReadOnlyList<Signer> signers, bool required)
    {
        if (archive is not null) ArchivePlace.RequireOneBundle(signers, archive);
        if (IsEngine && IsKnown && required) EnginePlace.RequireKnown(localRegistry, repository);
    }

    /// <summary>What one signer is going to be asked for; which digests and tags is not known yet.</summary>
    public IEnumerable<SignRequest> RequestsFor(SignRequestTemplate template, Signer signer)
    {
        if (archive is not null) return InArchive(template, signer, archive);
        if (IsEngine && IsKnown) return [template.For(signer, ImageReference.Parse("podman:image"))];
        var place = ImageReference.OfRegistry(IsEngine ? "localhost" : registry, IsKnown ? repository : "image");
        var request = template.For(signer, place);
        return [IsEngine ? request with { Formats = [.. request.Formats.Except([InsideTheImage, DetachedBundle.FormatName])] } : request];
    }

    private static IEnumerable<SignRequest> InArchive(SignRequestTemplate template, Signer signer, string file)
    {
        string[] inside = [.. ArchivePlace.Inside(signer)];
        // Of the formats inside, only Docker's form of an archive takes this one alone; whether the SDK writes that form is known when it
        // has written it.
        var transport = inside is [InsideTheImage] ? Transport.DockerArchive : Transport.OciArchive;
        var request = template.For(signer, ImageReference.OfArchive(transport, file));
        var isListed = transport == Transport.OciArchive && inside.Contains(CosignFormat.FormatName);
        if (inside is not []) yield return request with { Formats = inside, Attach = isListed };
        if (ArchivePlace.SignsFile(signer)) yield return request with { Formats = [], BundleFile = DetachedBundle.Beside(request.Image) };
    }
}
