using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>Opens the places of one or more transports that hold images without their manifests.</summary>
public interface IImageContentStoreFactory
{
    /// <summary>True when this factory opens <paramref name="transport"/>.</summary>
    bool Opens(Transport transport);

    /// <summary>Opens the place that holds <paramref name="image"/>; nothing is read yet.</summary>
    IImageContentStore Open(ImageReference image);
}
