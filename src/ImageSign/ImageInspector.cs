using ImageSign.Formats;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign;

/// <summary>Shows what is attached to an image, and who could read it; claims no trust.</summary>
public sealed class ImageInspector(EngineOptions options)
{
    /// <summary>Lists every signature, and every other artifact that refers to the image.</summary>
    public async Task<InspectResult> InspectAsync(ImageReference image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (await InspectContentAsync(image, cancellationToken).ConfigureAwait(false) is { } local) return local;
        if (image.Transport == Transport.Unqualified) image = image.OnDockerHub();
        var store = options.OpenStore(image);
        await using var closing = store.ConfigureAwait(false);
        var subject = await store.ResolveAsync(image, cancellationToken).ConfigureAwait(false);
        var attached = new SubjectArtifacts(store, subject, options.Time);
        await using var releasing = attached.ConfigureAwait(false);

        var artifacts = new List<InspectedArtifact>();
        foreach (var phase in Enum.GetValues<DiscoveryPhase>())
        {
            foreach (var format in options.Formats)
            {
                await foreach (var candidate in format.DiscoverAsync(attached, phase, cancellationToken).ConfigureAwait(false))
                {
                    var signature = Describe(format, candidate);
                    if (!artifacts.Exists(known => known.IsSignature && known.Facts.SequenceEqual(signature.Facts) && known.Kind == signature.Kind && known.Facts.Count > 0)) artifacts.Add(signature);
                }
            }
        }

        var platforms = await SubjectGraph.ChildrenAsync(store, subject, cancellationToken).ConfigureAwait(false);
        artifacts.AddRange(await EmbeddedInspection.OfAsync(store, subject, platforms, cancellationToken).ConfigureAwait(false));
        artifacts.AddRange(await BundleInspection.BesideAsync(image, cancellationToken).ConfigureAwait(false));

        await foreach (var referrer in attached.ReferrersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (referrer.Manifest is not { } manifest || artifacts.Exists(known => known.Digest == manifest.Descriptor.Digest)) continue;
            artifacts.Add(new InspectedArtifact(manifest.ArtifactType ?? manifest.Config?.MediaType ?? "unknown", manifest.Descriptor.Digest, $"referrer {manifest.Descriptor.Digest}"));
        }

        return new InspectResult(image.At(subject.Descriptor.Digest), subject.Descriptor, platforms, artifacts);
    }

    /// <summary>Looks at an image in a place without manifests; null when the image is elsewhere.</summary>
    private async Task<InspectResult?> InspectContentAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (options.OpenContentStore(image) is not { } store) return null;
        await using var closing = store.ConfigureAwait(false);
        IImageContent content;
        try
        {
            content = await store.OpenImageAsync(image, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (image.Transport == Transport.Unqualified && (e.Code == ErrorCodes.ImageNotFound || e.Code == ErrorCodes.EngineMissing))
        {
            // As verify reads a bare name: only a definite "no such image" lets it mean Docker Hub.
            return null;
        }

        var subject = new Descriptor(MediaTypes.OciConfig, content.Digest, content.Config.Length);
        var bundles = await BundleInspection.BesideAsync(image, cancellationToken).ConfigureAwait(false);
        return new InspectResult(image.At(content.Digest), subject, [], [.. EmbeddedInspection.Of(content.Config, content.Digest), .. bundles]);
    }

    private static InspectedArtifact Describe(ISignatureFormat format, SignatureCandidate candidate)
    {
        var artifact = new InspectedArtifact(format.Name, candidate.Artifact.Digest, candidate.Where) { IsSignature = true, Problem = candidate.Failure?.Message };
        if (candidate.Failure is not null || format is not ISignatureInspection inspection) return artifact;
        try
        {
            return artifact with { Facts = inspection.Describe(candidate), Readers = inspection.Readers };
        }
        catch (ImageSignException e)
        {
            return artifact with { Problem = e.Message };
        }
    }
}
