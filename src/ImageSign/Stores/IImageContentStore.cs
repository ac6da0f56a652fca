using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A place that holds images without their manifests: an engine, or what an engine saved.</summary>
public interface IImageContentStore : IAsyncDisposable
{
    /// <summary>The place, for people.</summary>
    string Name { get; }

    /// <summary>Opens the image that <paramref name="image"/> names; it is resolved here, once.</summary>
    Task<IImageContent> OpenImageAsync(ImageReference image, CancellationToken cancellationToken);
}
