using ImageSign.Oci;
using ImageSign.Stores.Daemon;

namespace ImageSign.Tasks.Places;

/// <summary>A local engine: neither <c>ContainerRegistry</c> nor an archive. Each image is there by itself, also of several platforms.</summary>
/// <param name="localRegistry"><c>Docker</c>, <c>Podman</c>, or empty for what the SDK finds.</param>
/// <param name="repository">The name of the images.</param>
/// <param name="images">What was loaded.</param>
internal sealed class EnginePlace(string localRegistry, string repository, IReadOnlyList<PublishedImage> images) : IPublishPlace
{
    public async Task<IReadOnlyList<SignedImage>> SignAsync(SigningRun run, CancellationToken cancellationToken)
    {
        var transport = await FindEngineAsync(cancellationToken);
        var signed = new List<SignedImage>();
        foreach (var image in images) signed.Add(await SignAsync(run, transport, image, cancellationToken));
        return signed;
    }

    private async Task<SignedImage> SignAsync(SigningRun run, Transport transport, PublishedImage published, CancellationToken cancellationToken)
    {
        var name = ImageReference.Parse($"{repository}:{published.Tags[0]}") with { Transport = transport };
        var image = new SignedImage(name.At(published.Config!.Digest), repository, published.Config, published.Tags);
        foreach (var signer in run.Signers)
        {
            image = image.With(await run.SignAsync(signer, image.Reference, request => request with { Tags = published.Tags }, cancellationToken));
        }

        return image;
    }

    private async Task<Transport> FindEngineAsync(CancellationToken cancellationToken) => localRegistry switch
    {
        "Docker" => Transport.DockerDaemon,
        "Podman" => Transport.Podman,
        _ => await EngineStoreFactory.FindRunningAsync(cancellationToken) ?? throw ErrorCodes.EngineNotFound.With(),
    };
}
