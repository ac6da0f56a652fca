using ImageSign.Oci;

namespace ImageSign;

/// <summary>What is attached to an image. Nothing here is verified.</summary>
/// <param name="Image">The image, with the digest that its tag was resolved to.</param>
/// <param name="Subject">The manifest or index.</param>
/// <param name="Platforms">The platform manifests of an index.</param>
/// <param name="Artifacts">What is attached, signatures first.</param>
public sealed record InspectResult(ImageReference Image, Descriptor Subject, IReadOnlyList<Descriptor> Platforms, IReadOnlyList<InspectedArtifact> Artifacts);
