namespace ImageSign.Keys;

/// <summary>Where a key is kept.</summary>
public enum KeyScheme
{
    /// <summary>A file: PEM, cosign's encrypted form, a leaf certificate, PFX.</summary>
    File,

    /// <summary>An environment variable that holds what the file would hold.</summary>
    Environment,

    /// <summary>A Notation plug-in.</summary>
    Plugin,
}
