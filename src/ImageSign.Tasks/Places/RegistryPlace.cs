using ImageSign.Oci;

namespace ImageSign.Tasks.Places;

/// <summary>A repository of a registry: <c>ContainerRegistry</c>.</summary>
/// <param name="repository">Registry and repository.</param>
/// <param name="published">What was pushed.</param>
/// <param name="tagsArePending">True when the tags are moved once everything is signed.</param>
internal sealed class RegistryPlace(ImageReference repository, PublishedImages published, bool tagsArePending) : IPublishPlace
{
    public async Task<IReadOnlyList<SignedImage>> SignAsync(SigningRun run, CancellationToken cancellationToken)
    {
        var platformTags = published.Platforms.Where(image => image.Tags.Count > 0).ToDictionary(image => image.Descriptor.Digest, image => image.Tags);
        IReadOnlyList<SignedImage> images = [.. published.All.Select(image => new SignedImage(repository.At(image.Descriptor.Digest), repository.Repository, image.Descriptor, image.Tags))];
        foreach (var signer in run.Signers)
        {
            var result = await run.SignAsync(signer, images[0].Reference, request => request with { Tags = published.Root.Tags, PlatformTags = platformTags }, cancellationToken);
            images = [.. images.Select(image => image.With(result))];
        }

        if (!tagsArePending) await WarnOfMovedTagsAsync(run, cancellationToken);
        return images;
    }

    /// <summary>Two publishes at once are legal: each signs its own digest, and the one whose tag was taken over is told.</summary>
    private async Task WarnOfMovedTagsAsync(SigningRun run, CancellationToken cancellationToken)
    {
        await using var store = run.Open(repository);
        foreach (var tag in published.Root.Tags)
        {
            var current = await store.ResolveAsync(repository with { Tag = tag }, cancellationToken);
            if (current.Descriptor.Digest != published.Root.Descriptor.Digest) run.Log.Warning(ErrorCodes.TagMoved, tag, current.Descriptor.Digest, published.Root.Descriptor.Digest);
        }
    }
}
