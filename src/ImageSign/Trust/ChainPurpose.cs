namespace ImageSign.Trust;

/// <summary>What the first certificate of a chain is for.</summary>
internal enum ChainPurpose
{
    /// <summary>Signing images.</summary>
    Signing,

    /// <summary>Signing timestamps.</summary>
    Timestamping,
}
