using System.Text.Json.Nodes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>One app for many publishes, which compile it once for a single image and once for those of two platforms.</summary>
public sealed class MatrixApp(PackedPackage package) : IAsyncLifetime
{
    private readonly PodmanStorage _podman = new();
    private readonly HashSet<bool> _compiled = [];
    private ConsumerApp? _app;
    private PublishRegistry? _registry;

    public string Host => _registry!.Host;

    public string PublicKey => _app!.PublicKey;

    public string PathOf(string name) => Path.Combine(_app!.ProjectDirectory, name);

    public async ValueTask InitializeAsync()
    {
        _registry = await PublishRegistry.StartAsync(RegistryKind.DockerRegistry);
        _app = await ConsumerApp.CreateAsync(package, "console", ("RuntimeIdentifiers", "linux-x64;linux-arm64"), ("ImageSignResultFile", "signed.json"));
    }

    /// <summary>Publishes, and returns the images of the result file.</summary>
    /// <param name="multi">Whether for two platforms.</param>
    /// <param name="environment">What the SDK and the task see besides.</param>
    /// <param name="properties">What the command line sets.</param>
    public async Task<JsonArray> PublishAsync(bool multi, IReadOnlyDictionary<string, string?> environment, params (string Name, string Value)[] properties)
    {
        string[] build = _compiled.Contains(multi) ? ["--no-build"] : [];
        string[] platform = multi ? [] : ["-p:ContainerRuntimeIdentifier=linux-x64"];
        var set = properties.Select(property => $"-p:{property.Name}=\"{property.Value}\"");
        (await Dotnet.RunAsync(_app!.ProjectDirectory, environment, ["publish", "/t:PublishContainer", .. build, .. platform, $"-p:ContainerBaseImage={Host}/base:1", .. set])).EnsureSuccess();
        _compiled.Add(multi);
        return PublishSchema.Read(PathOf("signed.json"))["images"]!.AsArray();
    }

    public Task<JsonArray> PublishAsync(bool multi, params (string Name, string Value)[] properties) => PublishAsync(multi, new Dictionary<string, string?>(), properties);

    public async ValueTask DisposeAsync()
    {
        _app?.Dispose();
        if (_registry is not null) await _registry.DisposeAsync();
        _podman.Dispose();
    }
}
