namespace ImageSign.Configuration;

/// <summary>What an image is said to be made of and to do, as its maker wrote it down; what is null was not said.</summary>
internal sealed record ImageDescription
{
    /// <summary>The image that it was built on.</summary>
    public string? From { get; init; }

    /// <summary>The packages that were installed.</summary>
    public IReadOnlyList<PackageRequirement>? Packages { get; init; }

    /// <summary>The environment.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>The working directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The user.</summary>
    public string? User { get; init; }

    /// <summary>The command.</summary>
    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary>The entry point.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Labels; there may be others.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
