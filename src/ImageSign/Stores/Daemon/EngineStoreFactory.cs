using ImageSign.Oci;

namespace ImageSign.Stores.Daemon;

/// <summary>Opens the local engines, through their own command lines.</summary>
public sealed class EngineStoreFactory : IImageContentStoreFactory
{
    private const string Docker = "docker";
    private const string Podman = "podman";

    /// <summary>The engine that the .NET SDK takes where nobody names one: Docker when it answers and is Docker, else Podman; null when neither answers.</summary>
    public static async Task<Transport?> FindRunningAsync(CancellationToken cancellationToken)
    {
        var (docker, podman) = (new EngineCli(Docker), new EngineCli(Podman));
        var podmanAnswers = await podman.AnswersAsync(cancellationToken).ConfigureAwait(false);
        if (await docker.AnswersAsync(cancellationToken).ConfigureAwait(false) && !(podmanAnswers && await docker.IsPodmanAsync(cancellationToken).ConfigureAwait(false))) return Transport.DockerDaemon;
        return podmanAnswers ? Transport.Podman : null;
    }

    /// <inheritdoc />
    public bool Opens(Transport transport) => transport is Transport.DockerDaemon or Transport.Podman or Transport.Unqualified;

    /// <inheritdoc />
    public IImageContentStore Open(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new EngineStore(image.Transport switch
        {
            Transport.DockerDaemon => [new EngineCli(Docker)],
            Transport.Podman => [new EngineCli(Podman)],
            _ => [new EngineCli(Docker), new EngineCli(Podman)],
        });
    }
}
