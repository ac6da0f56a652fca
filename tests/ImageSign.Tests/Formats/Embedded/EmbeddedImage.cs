using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Stores.Archive;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Formats.Embedded;

/// <summary>A docker-archive with two layers that a test signs, takes apart, and puts together again, consistently.</summary>
internal sealed class EmbeddedImage : IDisposable
{
    public const string Label = "dev.imagesign.signatures.v1";

    private static readonly Engine Engine = new();

    private readonly TempDirectory _directory = new();

    private EmbeddedImage(JsonObject config, List<byte[]> layers)
    {
        Config = config;
        Layers = layers;
    }

    public static TestKeyPair Key => TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public string Path => _directory.File("image.tar");

    public string Reference => $"docker-archive:{Path}";

    public JsonObject Config { get; }

    public JsonObject Inner => Config["config"]!.AsObject();

    public JsonObject Labels => Inner[nameof(Labels)]!.AsObject();

    public JsonArray DiffIds => Config["rootfs"]!["diff_ids"]!.AsArray();

    public List<byte[]> Layers { get; }

    /// <summary>The image, not signed and not written yet.</summary>
    public static EmbeddedImage Create(string content = "two")
    {
        byte[][] layers = [Layer("one"), Layer(content)];
        var config = JsonNode.Parse("""
            {"created":"2023-11-14T22:13:20.120000000Z","author":"me","architecture":"amd64","os":"linux","container":"0123","docker_version":"1",
             "config":{"Hostname":"eef9631ca2a7","User":"nobody","Env":["PATH=/bin","A=1"],"Cmd":["/app/hello"],"Entrypoint":["/bin/sh"],"WorkingDir":"/app","Volumes":{"/data":{}},
                       "ExposedPorts":{"80/tcp":{}},"StopSignal":"SIGTERM","OnBuild":[],"Labels":{"x":"y","z":""}},
             "history":[{"created":"2023-11-14T22:13:20Z","created_by":"COPY one"},{"created":"2023-11-14T22:13:20Z","created_by":"ENV A=1","empty_layer":true}],
             "rootfs":{"type":"layers","diff_ids":[]}}
            """)!.AsObject();
        var image = new EmbeddedImage(config, [.. layers.Select(Gzip)]);
        foreach (var layer in layers) image.DiffIds.Add(Digest.Of(layer).ToString());
        return image;
    }

    /// <summary>The image with a signature of <see cref="Key"/>, taken apart again.</summary>
    public static async Task<EmbeddedImage> SignedAsync(Action<EmbeddedImage>? prepare = null, Func<SignRequest, SignRequest>? with = null)
    {
        var image = Create();
        prepare?.Invoke(image);
        image.Write();
        await Engine.SignAsync(image.Reference, Key, "embedded", with);
        return image.Reread();
    }

    /// <summary>Reads the file again.</summary>
    public EmbeddedImage Reread()
    {
        using var store = File.OpenRead(Path);
        using var tar = new System.Formats.Tar.TarReader(store);
        var files = new Dictionary<string, byte[]>();
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }

        var manifest = JsonNode.Parse(files["manifest.json"])![0]!;
        var config = JsonNode.Parse(files[manifest[nameof(Config)]!.GetValue<string>()])!.AsObject();
        var image = new EmbeddedImage(config, [.. manifest[nameof(Layers)]!.AsArray().Select(name => files[name!.GetValue<string>()])]);
        image.Write();
        return image;
    }

    /// <summary>Writes the archive, with every name and digest fitting what is in it.</summary>
    public EmbeddedImage Write(string? config = null)
    {
        var bytes = Encoding.UTF8.GetBytes(config ?? Config.ToJsonString());
        var names = Layers.Select(layer => $"{Digest.Of(layer).Hex}.tar").ToArray();
        var tar = new TestTar();
        foreach (var (layer, name) in Layers.Zip(names)) tar.Add(name, layer);
        tar.Add($"{Digest.Of(bytes).Hex}.json", bytes);
        tar.Add("manifest.json", JsonSerializer.Serialize(new[] { new { Config = $"{Digest.Of(bytes).Hex}.json", RepoTags = new[] { "localhost/app:1" }, Layers = names } }));
        tar.Write(Path);
        return this;
    }

    public Task<VerifyResult> VerifyAsync(Func<VerifyRequest, VerifyRequest>? with = null) => Engine.VerifyAsync(Reference, Key, with);

    /// <summary>The envelopes in the label.</summary>
    public JsonArray Envelopes() => JsonNode.Parse(Convert.FromBase64String(Labels[Label]!.GetValue<string>()))!.AsArray();

    public void SetEnvelopes(JsonNode envelopes) => Labels[Label] = Convert.ToBase64String(Encoding.UTF8.GetBytes(envelopes.ToJsonString()));

    public void Dispose() => _directory.Dispose();

    public static byte[] Layer(string content) => new TestTar().Add("file", content).ToArray();

    public static byte[] Gzip(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal)) gzip.Write(content);
        return buffer.ToArray();
    }
}
