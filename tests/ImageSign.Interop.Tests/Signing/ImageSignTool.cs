using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Our own tool as it was built, in a process and a home of its own.</summary>
internal static class ImageSignTool
{
    private static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ExecutablePath.TryFind("dotnet", out var found) ? found : throw new PeerMissingException("dotnet");

    public static Task<ProcessResult> RunAsync(PeerHome home, params IReadOnlyList<string> arguments) =>
        home.RunAsync(Host, ["exec", Path.Combine(AppContext.BaseDirectory, "dotnet-image-sign.dll"), .. arguments], cancellationToken: TestContext.Current.CancellationToken);
}
