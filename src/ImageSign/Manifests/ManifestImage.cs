using ImageSign.Oci;

namespace ImageSign.Manifests;

/// <summary>An image where a manifest names it.</summary>
/// <param name="Image">The image, with its registry host.</param>
/// <param name="Text">How the manifest writes it.</param>
/// <param name="Line">The line, 1 is the first.</param>
/// <param name="Path">The way to it.</param>
/// <param name="Place">Where in the file it stands; null when it cannot be replaced there.</param>
internal sealed record ManifestImage(ImageReference Image, string Text, long Line, string Path, Range? Place);
