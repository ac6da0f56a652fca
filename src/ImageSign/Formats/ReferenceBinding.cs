namespace ImageSign.Formats;

/// <summary>What of the signed reference must match (<c>--bind</c>).</summary>
public enum ReferenceBinding
{
    /// <summary>Shown, not required.</summary>
    None,

    /// <summary>Host and repository must match.</summary>
    Repository,

    /// <summary>Host, repository and tag must match.</summary>
    Tag,
}
