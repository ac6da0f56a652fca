using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Runs the SDK's command line, as a person at a desk would have it: neither CI nor what this test run was started with decides anything.</summary>
internal static class Dotnet
{
    public static string Muxer { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (ExecutablePath.TryFind("dotnet", out var path) ? path : throw new InvalidOperationException("dotnet is not on the PATH"));

    /// <summary>Where the runtimes are; the muxer on the PATH may be a link.</summary>
    public static string Root { get; } = Path.GetDirectoryName(File.ResolveLinkTarget(Muxer, returnFinalTarget: true)?.FullName ?? Muxer)!;

    public static Task<ProcessResult> RunAsync(string directory, params IReadOnlyList<string> arguments) => RunAsync(directory, new Dictionary<string, string?>(), arguments);

    public static Task<ProcessResult> RunAsync(string directory, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments) => ProcessRunner.RunAsync(
        Muxer,
        arguments,
        new ProcessOptions
        {
            WorkingDirectory = directory,
            Timeout = TimeSpan.FromMinutes(10), // compiling to native code on a busy machine
            Environment = new Dictionary<string, string?>
            {
                ["CI"] = null,
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            }.Concat(environment).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value),
        },
        TestContext.Current.CancellationToken);
}
