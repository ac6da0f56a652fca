namespace ImageSign.Primitives;

/// <summary>
/// The folders of the person who runs this process, as rooted paths. A folder that is not known (no home, a variable with a relative path) is null:
/// joined with a file name it would be a path in the working directory, and nothing is configured or started from there.
/// </summary>
internal static class UserFolders
{
    /// <summary>The home directory, whether it exists or not.</summary>
    public static string? Home => Folder(Environment.SpecialFolder.UserProfile);

    /// <summary>Where programs keep their settings, as Go's os.UserConfigDir has it.</summary>
    public static string? Configuration => OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.ApplicationData)
        : OperatingSystem.IsMacOS() ? InHome("Library", "Application Support")
        : XdgConfiguration;

    /// <summary>Where programs keep what they can make anew, as Go's os.UserCacheDir has it.</summary>
    public static string? Cache => OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.LocalApplicationData)
        : OperatingSystem.IsMacOS() ? InHome("Library", "Caches")
        : XdgCache;

    /// <summary>XDG_CONFIG_HOME, else ~/.config: on every system for programs that look there on every system.</summary>
    public static string? XdgConfiguration => Variable("XDG_CONFIG_HOME") ?? InHome(".config");

    /// <summary>XDG_CACHE_HOME, else ~/.cache.</summary>
    public static string? XdgCache => Variable("XDG_CACHE_HOME") ?? InHome(".cache");

    /// <summary>XDG_RUNTIME_DIR, which has no fallback.</summary>
    public static string? Runtime => Variable("XDG_RUNTIME_DIR");

    /// <summary>A path below the home directory; null when there is none.</summary>
    public static string? InHome(params ReadOnlySpan<string> parts) => Home is { } home ? Path.Combine([home, .. parts]) : null;

    // XDG Base Directory Specification: "All paths set in these environment variables must be absolute. If an implementation encounters a relative path
    // … it should consider the path invalid and ignore it."
    private static string? Variable(string name) => Rooted(Environment.GetEnvironmentVariable(name));

    // Without DoNotVerify a folder that does not exist, or that this user may not see, is "".
    private static string? Folder(Environment.SpecialFolder folder) => Rooted(Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify));

    private static string? Rooted(string? path) => Path.IsPathFullyQualified(path ?? "") ? path : null;
}
