using ImageSign.Oci;

namespace ImageSign.Stores.Daemon;

/// <summary>Opens the local engines, through their own command lines.</summary>
public sealed class EngineStoreFactory : IImageContentStoreFactory
{
    private const string Docker = "docker";
    private const string Podman = "podman";

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
