namespace ImageSign.Tool.Output;

/// <summary>The sign in front of a line.</summary>
internal enum Mark
{
    /// <summary>No sign.</summary>
    None,

    /// <summary>✓: good.</summary>
    Good,

    /// <summary>✗: bad.</summary>
    Bad,

    /// <summary>–: not evaluated.</summary>
    Skipped,

    /// <summary>!: to be noticed, though it decides nothing.</summary>
    Notice,

    /// <summary>?: could not be decided.</summary>
    Unclear,
}
