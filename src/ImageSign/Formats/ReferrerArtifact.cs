using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>A referrer of the subject: its manifest, or why that could not be read.</summary>
/// <param name="Descriptor">What the listing says.</param>
/// <param name="Manifest">The manifest, or null.</param>
/// <param name="Failure">Why there is no manifest, or null.</param>
public sealed record ReferrerArtifact(Descriptor Descriptor, ImageManifest? Manifest, ImageSignException? Failure);
