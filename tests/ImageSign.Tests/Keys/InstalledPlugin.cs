using System.Text.Json.Nodes;
using ImageSign.Testing.Files;
using ImageSign.Tests.Formats.Notary;

namespace ImageSign.Tests.Keys;

/// <summary>The test plug-in, installed in a configuration directory of its own, in one of its modes.</summary>
internal sealed class InstalledPlugin : IDisposable
{
    public const string Name = "imagesign.test";
    private static readonly string[] Files = ["", ".dll", ".runtimeconfig.json", ".deps.json"];
    private readonly TempDirectory _directory = new();

    public InstalledPlugin(string mode)
    {
        Directory.CreateDirectory(Home);
        foreach (var file in Files) File.Copy(Path.Combine(AppContext.BaseDirectory, $"notation-{Name}{file}"), Path.Combine(Home, $"notation-{Name}{file}"));
        File.Copy(Path.Combine(NotationVectors.Folder, "pki", "p256", "leaf.key"), Path.Combine(Home, "key.pem"));
        File.Copy(Path.Combine(NotationVectors.Folder, "pki", "p256", "chain.pem"), Path.Combine(Home, "chain.pem"));
        Mode = mode;
    }

    public string PluginDirectory => _directory.File("plugins");

    public string Home => _directory.File("plugins", Name);

    public string Executable => Path.Combine(Home, $"notation-{Name}");

    public string Mode
    {
        get => File.ReadAllText(Path.Combine(Home, "mode.txt"));
        set => File.WriteAllText(Path.Combine(Home, "mode.txt"), value);
    }

    /// <summary>The requests that the plug-in was sent, in order.</summary>
    public IReadOnlyList<JsonObject> Requests => File.Exists(Path.Combine(Home, "requests.jsonl"))
        ? [.. File.ReadLines(Path.Combine(Home, "requests.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())]
        : [];

    public TrustOptions Trust(NotaryEngine engine) => engine.Options.Trust with { ConfigurationDirectory = _directory.Path };

    public void Dispose() => _directory.Dispose();
}
