namespace ImageSign;

/// <summary>What a project says about its image: the only differences from the base's configuration that a build may make.</summary>
public sealed record BuildSettings
{
    /// <summary>The environment that the project adds.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The user, or empty for the base's.</summary>
    public string User { get; init; } = "";

    /// <summary>The working directories that the build may set; none: the base's.</summary>
    public IReadOnlyList<string> WorkingDirectories { get; init; } = [];

    /// <summary>The entrypoint with its arguments; empty when the project sets none.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The ways in which the application may be started, each with the project's arguments for it.</summary>
    public IReadOnlyList<IReadOnlyList<string>> AppCommands { get; init; } = [];

    /// <summary>Arguments that a container's user may replace.</summary>
    public IReadOnlyList<string> DefaultArguments { get; init; } = [];

    /// <summary><c>Entrypoint</c>, <c>DefaultArgs</c>, <c>None</c>, or empty for the SDK's own choice.</summary>
    public string AppCommandInstruction { get; init; } = "";

    /// <summary>True where the SDK cuts values of the environment at the first colon, as it does for several runtime identifiers (10.0.401).</summary>
    public bool ValuesMayBeCut { get; init; }

    /// <summary>The pairs of Entrypoint and Cmd that the SDK makes of these settings on a base with <paramref name="baseEntrypoint"/>.</summary>
    internal IEnumerable<(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Cmd)> Commands(IReadOnlyList<string> baseEntrypoint)
    {
        // The SDK never keeps the entrypoint "dotnet" of a base: the application's command says it again.
        var inherited = baseEntrypoint is ["dotnet"] or ["/usr/bin/dotnet"] ? [] : baseEntrypoint;
        var entrypoint = Entrypoint.Count > 0 ? Entrypoint : inherited;
        var instruction = AppCommandInstruction.Length > 0 ? AppCommandInstruction : entrypoint.Count > 0 ? "DefaultArgs" : "Entrypoint";
        if (instruction == "None") return [(entrypoint, DefaultArguments)];
        return AppCommands.Select(command => instruction == "Entrypoint" ? (command, DefaultArguments) : (entrypoint, (IReadOnlyList<string>)[.. command, .. DefaultArguments]));
    }
}
