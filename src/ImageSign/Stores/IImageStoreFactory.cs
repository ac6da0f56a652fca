using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>Opens the stores of one or more transports.</summary>
public interface IImageStoreFactory
{
    /// <summary>True when this factory opens <paramref name="transport"/>.</summary>
    bool Opens(Transport transport);

    /// <summary>Opens the place that holds <paramref name="image"/>; nothing is read yet.</summary>
    IImageStore Open(ImageReference image);
}
