namespace ImageSign.Testing.Processes;

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output, UTF-8.</param>
/// <param name="Error">Its standard error, UTF-8.</param>
/// <param name="Elapsed">From start to exit.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error, TimeSpan Elapsed)
{
    /// <summary>Whether the exit code is 0.</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary>Returns this, or throws with both outputs when the exit code is not 0.</summary>
    public ProcessResult EnsureSuccess() =>
        Succeeded ? this : throw new InvalidOperationException($"exit code {ExitCode}\n{Output}\n{Error}");
}
