namespace ImageSign.Formats;

/// <summary>Where signatures are looked for: first where they should be, then where they survive when a peer overwrote the listing.</summary>
public enum DiscoveryPhase
{
    /// <summary>The referrers listing and the shared tags.</summary>
    Listed,

    /// <summary>The signers' own markers; looked at only when the listed ones did not satisfy.</summary>
    Markers,
}
