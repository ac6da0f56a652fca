namespace ImageSign.Processes;

/// <summary>Finds programs in the absolute entries of PATH; never in the current directory or beside this program, where .NET itself would look first.</summary>
internal static class ExecutablePath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of the program <paramref name="name"/>, or null when there is none.</summary>
    /// <param name="name">A bare file name; anything that could name a place of its own is not found.</param>
    public static string? Find(string name)
    {
        if (!IsBareName(name)) return null;
        // On Windows only real programs: a batch file would read its arguments a second time.
        var file = OperatingSystem.IsWindows() && !name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? $"{name}.exe" : name;
        return Directories().Select(directory => Path.Combine(directory, file)).FirstOrDefault(IsProgram);
    }

    /// <summary>The full path of a batch file of that name, which Windows would start and this program does not; for a message.</summary>
    public static string? FindBatchFile(string name) => !IsBareName(name)
        ? null
        : Directories().SelectMany(directory => (string[])[Path.Combine(directory, $"{name}.cmd"), Path.Combine(directory, $"{name}.bat")]).FirstOrDefault(File.Exists);

    /// <summary>The entries of PATH that programs may be started from.</summary>
    public static IEnumerable<string> Directories()
    {
        var refused = new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }.Select(Normalised).ToArray();
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(Normalised)
            .Where(directory => !refused.Contains(directory, PathComparer));
    }

    private static StringComparer PathComparer => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static bool IsBareName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0']) < 0;

    private static string Normalised(string directory) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
}
