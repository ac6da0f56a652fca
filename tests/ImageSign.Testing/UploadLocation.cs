namespace ImageSign.Testing;

/// <summary>The form of the <c>Location</c> header of an upload.</summary>
public enum UploadLocation
{
    /// <summary>A full URL.</summary>
    Absolute,

    /// <summary>A path on the same origin.</summary>
    Relative,
}
