using ImageSign.Oci;

namespace ImageSign.Processes;

/// <summary>What a child process may use.</summary>
internal sealed record ChildProcessOptions
{
    /// <summary>The longest it may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most it may write to its standard output, in bytes; a child that writes more is ended.</summary>
    public int MaxOutputBytes { get; init; } = Limits.MaxProcessOutputBytes;

    /// <summary>Variables for the child besides those that it inherits.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
