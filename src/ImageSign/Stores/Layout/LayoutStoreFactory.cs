using ImageSign.Oci;

namespace ImageSign.Stores.Layout;

/// <summary>Opens OCI layout directories.</summary>
public sealed class LayoutStoreFactory : IImageStoreFactory
{
    /// <inheritdoc />
    public bool Opens(Transport transport) => transport == Transport.OciLayout;

    /// <inheritdoc />
    public IImageStore Open(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new LayoutStore(image.Name);
    }
}
