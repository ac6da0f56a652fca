using System.Reflection;
using ImageSign.Testing.Processes;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>The tool as it was built, run as a process.</summary>
internal static class ToolProcess
{
    /// <summary>The built tool.</summary>
    public static string Path { get; } = typeof(ToolProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Tool").Value!;

    /// <summary>The program that runs it: the one that runs this test.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static Task<ProcessResult> RunAsync(IEnumerable<string> arguments, ProcessOptions options, CancellationToken cancellationToken) =>
        ProcessRunner.RunAsync(Host, ["exec", Path, .. arguments], options, cancellationToken);
}
