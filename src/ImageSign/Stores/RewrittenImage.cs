using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>What became of an image.</summary>
/// <param name="Old">The digest it had: of the manifest, or of the configuration where there is no manifest.</param>
/// <param name="New">The digest it has now.</param>
public sealed record RewrittenImage(Digest Old, Digest New)
{
    /// <summary>What the user should know, or null.</summary>
    public string? Warning { get; init; }
}
