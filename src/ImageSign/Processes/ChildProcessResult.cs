using System.Text;

namespace ImageSign.Processes;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">The beginning of what it wrote to its standard error; foreign text.</param>
internal sealed record ChildProcessResult(int ExitCode, ReadOnlyMemory<byte> Output, string Error)
{
    /// <summary>True for exit code 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>The output as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Output.Span);

    /// <summary>The first line of the error output, or the exit code: for a message.</summary>
    public string Reason => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var line, ..] ? line : $"exit code {ExitCode}";
}
