
namespace ImageSign.Tasks.Tests.Packages;

/// <summary>
/// The real .nupkg in a feed of its own. Each run has a version of its own: NuGet never looks again at a version that it has unpacked, so a second run
/// would test the first one's package.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    public string Version { get; } = $"0.0.1-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string Feed => _directory.Path;

    public string Path => _directory.File($"ImageSign.Tasks.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        string[] arguments = ["pack", Repository.PathOf("src", "ImageSign.Tasks"), "-c", Repository.Configuration, "--no-build", "--no-restore", $"-p:PackageVersion={Version}", "-o", Feed];
        (await Dotnet.RunAsync(Repository.Root, arguments)).EnsureSuccess();
    }

    public async ValueTask DisposeAsync()
    {
        var unpacked = System.IO.Path.Combine(await GlobalPackagesAsync(), "imagesign.tasks", Version);
        if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        _directory.Dispose();
    }

    private static async Task<string> GlobalPackagesAsync()
    {
        var result = await Dotnet.RunAsync(Repository.Root, "nuget", "locals", "global-packages", "--list");
        return result.EnsureSuccess().Output.Split("global-packages:")[^1].Trim();
    }
}
