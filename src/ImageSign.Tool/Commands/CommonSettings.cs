using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>What the user chose with <see cref="CommonOptions"/>.</summary>
internal sealed record CommonSettings(OutputFormat Output, bool Verbose, RegistryOptions Registry);
