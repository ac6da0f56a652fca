using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Something that is attached to an image.</summary>
/// <param name="Kind">The name of a signature format, or the artifact's own type.</param>
/// <param name="Digest">The manifest that holds it; the image itself for a signature inside it, the file for a bundle.</param>
/// <param name="Where">The place for people.</param>
public sealed record InspectedArtifact(string Kind, Digest Digest, string Where)
{
    /// <summary>True when a signature format recognised it.</summary>
    public bool IsSignature { get; init; }

    /// <summary>What it says of itself; none of it is verified.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The tools that would find and read it.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>Why it could not be read, or null.</summary>
    public string? Problem { get; init; }
}
