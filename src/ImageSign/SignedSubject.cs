using ImageSign.Formats;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>One manifest or index that was signed.</summary>
/// <param name="Descriptor">What was signed.</param>
/// <param name="Signatures">The signatures that were made; empty when a valid one was there already.</param>
public sealed record SignedSubject(Descriptor Descriptor, IReadOnlyList<SignedArtifact> Signatures);
