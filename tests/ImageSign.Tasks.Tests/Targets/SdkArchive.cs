using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>An archive as the SDK writes it: one index.json entry for each tag, or manifest.json with layers that are called tar and are gzip.</summary>
internal static class SdkArchive
{
    public static void Write(string path, string repository, IReadOnlyList<string> tags, params TestImage[] images)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var tar = new TarWriter(File.Create(path), TarEntryFormat.Pax);
        if (images[0].MediaType == MediaTypes.DockerManifest) WriteDocker(tar, repository, tags, images);
        else WriteOci(tar, repository, tags, images);
    }

    private static void WriteDocker(TarWriter tar, string repository, IReadOnlyList<string> tags, TestImage[] images)
    {
        var manifest = new JsonArray();
        foreach (var image in images)
        {
            var config = $"{Hex(image.Config)}.json";
            var layers = image.Blobs.Skip(1).Select(layer => (Name: $"{Hex(layer)}/layer.tar", Content: layer)).ToList();
            foreach (var (name, content) in layers) Add(tar, name, content);
            Add(tar, config, image.Config);
            manifest.Add(new JsonObject { ["Config"] = config, ["RepoTags"] = Strings(tags.Select(tag => $"{repository}:{tag}")), ["Layers"] = Strings(layers.Select(layer => layer.Name)) });
        }

        Add(tar, "manifest.json", Bytes(manifest));
    }

    private static void WriteOci(TarWriter tar, string repository, IReadOnlyList<string> tags, TestImage[] images)
    {
        Add(tar, "oci-layout", """{"imageLayoutVersion": "1.0.0"}"""u8.ToArray());
        var entries = new JsonArray();
        foreach (var image in images)
        {
            foreach (var blob in image.Children.Append(image).SelectMany(one => one.Blobs.Append(one.Manifest))) Add(tar, $"blobs/sha256/{Hex(blob)}", blob);
            foreach (var tag in tags)
            {
                var entry = image.ToDescriptor();
                entry["platform"] = new JsonObject();
                entry["annotations"] = new JsonObject { ["io.containerd.image.name"] = $"docker.io/{repository}:{tag}", ["org.opencontainers.image.ref.name"] = tag };
                entries.Add(entry);
            }
        }

        Add(tar, "index.json", Bytes(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = entries }));
    }

    private static void Add(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static string Hex(byte[] content) => TestDigest.Of(content)["sha256:".Length..];

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
