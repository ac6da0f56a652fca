using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>A signature that was made and put in its place.</summary>
/// <param name="Format">The format's name.</param>
/// <param name="Placement">How it can be found, from <see cref="Stores.AttachResult.Placement"/>.</param>
/// <param name="Digest">The digest of the artifact that holds the signature.</param>
/// <param name="KeyFingerprint">The key that signed, <c>sha256:…</c>.</param>
public sealed record SignedArtifact(string Format, string Placement, Digest Digest, string KeyFingerprint)
{
    /// <summary>What the user should know, or null.</summary>
    public string? Warning { get; init; }
}
