using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>What the user chose with <see cref="CommonOptions"/>.</summary>
internal sealed record CommonSettings(OutputFormat Output, bool Verbose, RegistryOptions Registry)
{
    /// <summary>How many images are worked on at the same time.</summary>
    public int Parallel { get; init; } = 1;
}
