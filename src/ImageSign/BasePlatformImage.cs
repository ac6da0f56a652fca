using ImageSign.Oci;

namespace ImageSign;

/// <summary>One platform's base image, as it was hashed.</summary>
/// <param name="Manifest">Its manifest, with the raw bytes.</param>
/// <param name="Config">The bytes of its configuration.</param>
public sealed record BasePlatformImage(ImageManifest Manifest, ReadOnlyMemory<byte> Config);
