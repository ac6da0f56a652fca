using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A store whose blobs can be read as streams, for what is too large for memory.</summary>
public interface IBlobSource
{
    /// <summary>Opens a blob. Reading to the end checks size and digest: the last read throws when they are wrong, so nothing may be used before it.</summary>
    Task<Stream> OpenBlobAsync(Descriptor descriptor, CancellationToken cancellationToken);
}
