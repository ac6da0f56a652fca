namespace ImageSign.Tasks.Tests.Packages;

/// <summary>
/// The tool as it is published: the package that users name, the native one for this system, and the one for every other system, in a feed of its own.
/// They are built beside the sources' own output, which other tests use meanwhile; compiling to native code takes a minute.
/// </summary>
public sealed class PackedTool : IAsyncLifetime
{
    public const string PackageId = "ImageSign.Tool";
    public const string RuntimeIdentifier = "linux-x64";

    private readonly TemporaryDirectory _directory = new();

    public string Version { get; } = $"0.0.1-test.{DateTime.UtcNow:yyyyMMddHHmmss}.{Environment.ProcessId}";

    public string Feed => _directory.File("feed");

    public async ValueTask InitializeAsync()
    {
        RealPeer.Require("gcc");
        string[][] packages = [[], ["-r", "any"], ["-r", RuntimeIdentifier]];
        foreach (var package in packages)
        {
            string[] arguments = ["pack", Repository.PathOf("src", "ImageSign.Tool"), "-c", "Release", .. package, $"-p:Version={Version}", "-p:RunAnalyzers=false", "--artifacts-path", _directory.File("artifacts"), "-o", Feed];
            (await Dotnet.RunAsync(Repository.Root, arguments)).EnsureSuccess();
        }
    }

    /// <summary>The package whose name ends in <paramref name="suffix"/>.</summary>
    public string PathOf(string suffix) => Path.Combine(Feed, $"{PackageId}{suffix}.{Version}.nupkg");

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
