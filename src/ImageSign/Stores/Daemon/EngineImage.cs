using ImageSign.Oci;
using ImageSign.Stores.Shared.Archives;

namespace ImageSign.Stores.Daemon;

/// <summary>An image of an engine, as the engine saved it.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Name">The full name under which it was found.</param>
/// <param name="Id">The engine's own ID of it.</param>
/// <param name="Archive">What the engine saved.</param>
/// <param name="Saved">The image in it.</param>
internal sealed record EngineImage(EngineCli Engine, string Name, string Id, ArchiveFile Archive, DockerArchiveImage Saved) : IImageContent
{
    public Digest Digest => Saved.Digest;

    public ReadOnlyMemory<byte> Config => Saved.Config;

    public int LayerCount => Saved.LayerCount;

    public Task VisitLayersAsync(Func<IReadOnlyList<int>, Stream, Task> visit, CancellationToken cancellationToken) => Saved.VisitLayersAsync(visit, cancellationToken);
}
