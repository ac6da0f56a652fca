using ImageSign.Oci;

namespace ImageSign.Stores.Archive;

/// <summary>Opens image archives: OCI layouts in a tar file, which have manifests, and docker-archives, which have none.</summary>
public sealed class ArchiveStoreFactory : IImageStoreFactory, IImageContentStoreFactory
{
    bool IImageStoreFactory.Opens(Transport transport) => transport == Transport.OciArchive;

    bool IImageContentStoreFactory.Opens(Transport transport) => transport == Transport.DockerArchive;

    IImageStore IImageStoreFactory.Open(ImageReference image) => new OciArchiveStore(image.Name);

    IImageContentStore IImageContentStoreFactory.Open(ImageReference image) => new DockerArchiveStore(image.Name);
}
