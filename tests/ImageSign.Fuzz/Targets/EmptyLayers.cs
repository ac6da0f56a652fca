using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign.Fuzz.Targets;

/// <summary>An image that has what its configuration says, as far as layers of no bytes do.</summary>
internal sealed class EmptyLayers(byte[] config) : IImageContent
{
    private readonly Lazy<int> _count = new(() => CanonicalConfig.Read(config).Layers.Count);

    /// <summary>What each layer hashes to.</summary>
    public static Digest Layer { get; } = Digest.Of([]);

    public Digest Digest { get; } = Digest.Of(config);

    public ReadOnlyMemory<byte> Config => config;

    public int LayerCount => _count.Value;

    public async Task VisitLayersAsync(Func<IReadOnlyList<int>, Stream, Task> visit, CancellationToken cancellationToken)
    {
        for (var i = 0; i < LayerCount; i++) await visit([i], Stream.Null);
    }
}
