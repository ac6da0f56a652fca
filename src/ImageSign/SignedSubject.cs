using ImageSign.Formats;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>One manifest or index that was signed.</summary>
/// <param name="Descriptor">What was signed.</param>
/// <param name="Signatures">The signatures that were made; empty when a valid one was there already.</param>
public sealed record SignedSubject(Descriptor Descriptor, IReadOnlyList<SignedArtifact> Signatures)
{
    /// <summary>The digest that the image had before a signature was embedded, which made it another image; null where signing changes nothing.</summary>
    public Digest? Replaces { get; init; }
}
