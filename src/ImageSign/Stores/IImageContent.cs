using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>One image as it runs: its configuration and its layers, whether or not there is a manifest.</summary>
public interface IImageContent
{
    /// <summary>The digest that the image has in its place: the manifest's, or the configuration's where there is no manifest.</summary>
    Digest Digest { get; }

    /// <summary>The bytes of the configuration.</summary>
    ReadOnlyMemory<byte> Config { get; }

    /// <summary>How many layers the place has for the image.</summary>
    int LayerCount { get; }

    /// <summary>Reads the real bytes of every layer, compressed or not, in whatever order costs one pass. A layer that stands in several positions is read once.</summary>
    Task VisitLayersAsync(Func<IReadOnlyList<int>, Stream, Task> visit, CancellationToken cancellationToken);
}
