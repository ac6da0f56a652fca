using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>A person's directory with a key and a NuGet.config that knows one feed, and a registry with an image.</summary>
internal sealed class ToolDesk : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly PackedTool _tool;
    private readonly (string Private, string Public) _keys;

    private ToolDesk(PackedTool tool, TestRegistry registry, string? runtimeIdentifier)
    {
        _tool = tool;
        // The SDK's caches are this desk's own: other versions of the tool may be in the person's. The last one is what .NET takes the system for.
        Environment = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = _directory.File("packages"),
            ["DOTNET_CLI_HOME"] = _directory.File("home"),
            ["HOME"] = _directory.File("home"),
            ["DOTNET_ROOT"] = Dotnet.Root,
            ["DOTNET_RUNTIME_ID"] = runtimeIdentifier,
        };
        Registry = registry;
        _keys = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(_directory.File("signing"));
        _directory.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{tool.Feed}" /></packageSources>
              <packageSourceMapping><clear /></packageSourceMapping>
            </configuration>
            """);
    }

    public TestRegistry Registry { get; }

    public string ToolDirectory => _directory.File("tools");

    private Dictionary<string, string?> Environment { get; }

    public static async Task<ToolDesk> CreateAsync(PackedTool tool, string? runtimeIdentifier = null) => new(tool, await TestRegistry.StartAsync(), runtimeIdentifier);

    public Task<ProcessResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(_directory.Path, Environment, arguments);

    /// <summary>Installs the tool with <c>--tool-path</c>; its command.</summary>
    public async Task<string> InstallAsync()
    {
        (await DotnetAsync("tool", "install", PackedTool.PackageId, "--version", _tool.Version, "--tool-path", ToolDirectory)).EnsureSuccess();
        return Path.Combine(ToolDirectory, "dotnet-image-sign");
    }

    /// <summary>Signs an image with the command, and verifies it.</summary>
    public async Task SignsAndVerifiesAsync(string command, params string[] words)
    {
        var image = Registry.Content.PutImage("app", TestImages.Build(), "1");
        var reference = Registry.Reference("app", image.Digest);
        (await RunAsync(command, [.. words, "sign", "-k", _keys.Private, reference])).EnsureSuccess();
        Assert.Single(Registry.Content.Referrers("app", image.Digest));
        var verified = (await RunAsync(command, [.. words, "verify", "-k", _keys.Public, reference])).EnsureSuccess();
        Assert.Contains("Signature is valid", verified.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _directory.Dispose();
    }

    private Task<ProcessResult> RunAsync(string command, IReadOnlyList<string> arguments) => ProcessRunner.RunAsync(
        command,
        arguments,
        new ProcessOptions { WorkingDirectory = _directory.Path, Environment = Environment, Timeout = TimeSpan.FromMinutes(3) },
        TestContext.Current.CancellationToken);
}
