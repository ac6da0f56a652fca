using System.Diagnostics.CodeAnalysis;

namespace ImageSign.Testing.Processes;

/// <summary>Looks for a command in the absolute entries of PATH, never in the current directory.</summary>
public static class ExecutablePath
{
    /// <summary>The command's full path.</summary>
    public static bool TryFind(string command, [NotNullWhen(true)] out string? path)
    {
        path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .SelectMany(directory => Names(command).Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
        return path is not null;
    }

    private static string[] Names(string command) => OperatingSystem.IsWindows() ? [command + ".exe"] : [command];
}
