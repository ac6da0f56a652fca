using System.Security.Cryptography;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Dying;

/// <summary>An image in files, large enough for many writes, that is signed in its place; copies of it are signed and looked at.</summary>
internal sealed class Place : IDisposable
{
    private const int LayerBytes = 700_000;

    private static readonly Engine Engine = new();

    private readonly TempDirectory _directory = new();
    private readonly string _transport;
    private readonly Dictionary<string, byte[]> _before;

    private Place(string transport, Dictionary<string, byte[]> files)
    {
        _transport = transport;
        _before = files;
        foreach (var (name, content) in files)
        {
            var file = System.IO.Path.Join(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
        }
    }

    public string Format => _transport == "docker-archive" ? "embedded" : "sigstore";

    public string Reference => $"{_transport}:{Path}";

    private string Path => _directory.File("image");

    /// <summary>True when every file is as it was; new ones may lie beside them.</summary>
    public bool IsUntouched => Read(Path) is var now && _before.All(file => now.TryGetValue(file.Key, out var content) && content.AsSpan().SequenceEqual(file.Value));

    public static async Task<Place> MakeAsync(string transport)
    {
        var content = Convert.ToBase64String(RandomNumberGenerator.GetBytes(LayerBytes));
        if (transport == "docker-archive")
        {
            using var image = EmbeddedImage.Create(content).Write();
            return new Place(transport, Read(image.Path));
        }

        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(new TestImageOptions { Layers = [new Dictionary<string, string> { ["file"] = content }] }), "1");
        using var made = new TempDirectory();
        await new ImageCopier(Engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(registry.Reference("app", "1")), ImageReference.Parse($"{transport}:{made.File("made")}:1")), TestContext.Current.CancellationToken);
        return new Place(transport, Read(made.File("made")));
    }

    /// <summary>The same place, somewhere else.</summary>
    public Place Copy() => new(_transport, _before);

    public Task<VerifyResult> VerifyAsync() => Engine.VerifyAsync(Reference, EmbeddedImage.Key, request => request with { Formats = [Format] });

    public Task<SignResult> SignAsync() => Engine.SignAsync(Reference, EmbeddedImage.Key, Format, request => request with { Attach = Format != "embedded" });

    public bool HasLeftovers => Directory.EnumerateFiles(_directory.Path, "*.tmp", SearchOption.AllDirectories).Any();

    public void Dispose() => _directory.Dispose();

    private static Dictionary<string, byte[]> Read(string path) => File.Exists(path)
        ? new(StringComparer.Ordinal) { [""] = File.ReadAllBytes(path) }
        : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).ToDictionary(file => System.IO.Path.GetRelativePath(path, file), File.ReadAllBytes, StringComparer.Ordinal);
}
