using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>The real Podman with a store of its own, for this process and what it starts; tests that use it run one after another.</summary>
public sealed class PodmanStorage : IDisposable
{
    private const string Variable = "CONTAINERS_STORAGE_CONF";

    private readonly TemporaryDirectory _directory = new();

    public PodmanStorage()
    {
        var configuration = $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_directory.File("root")}\"\nrunroot = \"{_directory.File("run")}\"\n";
        Environment.SetEnvironmentVariable(Variable, _directory.Write("storage.conf", configuration));
    }

    /// <summary>Runs Podman and returns what it says.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var result = await ProcessRunner.RunAsync(RealPeer.Require("podman"), arguments, cancellationToken: TestContext.Current.CancellationToken);
        return result.EnsureSuccess().Output.Trim();
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _directory.Dispose();
    }
}
