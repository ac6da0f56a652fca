namespace ImageSign.Tasks;

/// <summary>
/// Paths as projects write them: relative to the project, with back-slashes too, which MSBuild itself reads as slashes on every system,
/// and with the blanks that
/// indented XML puts around them. Every path property goes through here, so that one text never means two files.
/// </summary>
internal static class ProjectPath
{
    /// <summary>The absolute path.</summary>
    public static string Full(string path, string projectDirectory)
    {
        var text = path.Trim();
        if (!OperatingSystem.IsWindows()) text = text.Replace('\\', '/');
        return Path.GetFullPath(text, projectDirectory);
    }

    /// <summary>The absolute path, or null for a property that is not set.</summary>
    public static string? OrNull(string path, string projectDirectory) =>
        string.IsNullOrWhiteSpace(path) ? null : Full(path, projectDirectory);
}
