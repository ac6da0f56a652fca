namespace ImageSign.Comparison;

/// <summary>A program with something to do.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Command">The program and its arguments on a registry's host in a round; a sign gets a new image each time.</param>
internal sealed record Contestant(string Name, Func<string, int, string[]> Command)
{
    /// <summary>The exit code that is right.</summary>
    public int ExitCode { get; init; }

    public static Contestant Of(string name, params string[] command) => new(name, (host, _) => [.. command.Select(word => word.Replace("{host}", host, StringComparison.Ordinal))]);
}
