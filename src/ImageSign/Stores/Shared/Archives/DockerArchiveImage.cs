using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>An image of a docker-archive.</summary>
internal sealed class DockerArchiveImage(ArchiveFile archive, DockerImage entry, ReadOnlyMemory<byte> config) : IImageContent
{
    public DockerImage Entry => entry;

    /// <summary>What engines call the image's ID: the digest of its configuration.</summary>
    public Digest Digest { get; } = Digest.Of(config.Span);

    public ReadOnlyMemory<byte> Config => config;

    public int LayerCount => entry.Layers.Count;

    public async Task VisitLayersAsync(Func<IReadOnlyList<int>, Stream, Task> visit, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<TarMember, List<int>>();
        foreach (var (position, name) in entry.Layers.Index())
        {
            var member = archive.Find(name) ?? throw ErrorCodes.ArchiveRefused.With(archive.Name, $"it has no layer '{name}'");
            if (!positions.TryGetValue(member, out var of)) positions[member] = of = [];
            of.Add(position);
        }

        await archive.VisitAsync(positions.Keys.ToHashSet(), (member, content) => visit(positions[member], content), cancellationToken).ConfigureAwait(false);
    }
}
