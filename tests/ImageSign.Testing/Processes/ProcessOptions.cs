namespace ImageSign.Testing.Processes;

/// <summary>What a child process gets besides its arguments.</summary>
public sealed record ProcessOptions
{
    /// <summary>Variables set (or, with null, removed) on top of this process's own.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Standard input; null for none (it is closed at once).</summary>
    public string? Input { get; init; }

    /// <summary>Working directory; null for this process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The child and its children are killed after this long, and <see cref="TimeoutException"/> is thrown.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
