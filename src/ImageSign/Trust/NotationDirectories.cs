namespace ImageSign.Trust;

/// <summary>Where notation keeps its files.</summary>
public static class NotationDirectories
{
    private const string Name = "notation";

    /// <summary>Trust policies, trust stores and plug-ins.</summary>
    public static string Configuration => Path.Combine(ConfigurationHome, Name);

    /// <summary>Revocation lists.</summary>
    public static string Cache => Path.Combine(CacheHome, Name);

    // Go's os.UserConfigDir and os.UserCacheDir.
    private static string ConfigurationHome => OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.ApplicationData)
        : OperatingSystem.IsMacOS() ? Path.Combine(Folder(Environment.SpecialFolder.UserProfile), "Library", "Application Support")
        : Xdg("XDG_CONFIG_HOME", ".config");

    private static string CacheHome => OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.LocalApplicationData)
        : OperatingSystem.IsMacOS() ? Path.Combine(Folder(Environment.SpecialFolder.UserProfile), "Library", "Caches")
        : Xdg("XDG_CACHE_HOME", ".cache");

    private static string Xdg(string variable, string fallback) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path && Path.IsPathRooted(path)
        ? path
        : Path.Combine(Folder(Environment.SpecialFolder.UserProfile), fallback);

    private static string Folder(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder);
}
