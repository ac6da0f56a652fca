using ImageSign.Testing.Processes;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>The tool as the function <c>image-sign</c> of a shell, for what only a shell does to a program: closed streams, pipes, completion.</summary>
internal static class ShellTool
{
    public static Task<ProcessResult> RunAsync(string shell, string script, IReadOnlyDictionary<string, string?>? environment, CancellationToken cancellationToken) =>
        ProcessRunner.RunAsync(
            shell,
            ["-c", $"image-sign() {{ '{ToolProcess.Host}' exec '{ToolProcess.Path}' \"$@\"; }}\n{script}"],
            new ProcessOptions { Environment = environment ?? new Dictionary<string, string?>(StringComparer.Ordinal), Timeout = TimeSpan.FromSeconds(60) },
            cancellationToken);
}
