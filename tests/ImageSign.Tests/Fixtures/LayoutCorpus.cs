using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Fixtures;

/// <summary>The OCI layouts of layouts.tar.gz, put into a registry as `oras copy` had taken them out of one.</summary>
internal sealed class LayoutCorpus
{
    private const string RefName = "org.opencontainers.image.ref.name";

    private readonly Dictionary<string, Dictionary<string, byte[]>> _layouts = new(StringComparer.Ordinal);

    private LayoutCorpus()
    {
        using var file = File.OpenRead(VectorFiles.PathOf("cosign/layouts.tar.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } content) continue;
            var parts = entry.Name.Split('/', 3);
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            var layout = $"{parts[0]}/{parts[1]}";
            if (!_layouts.TryGetValue(layout, out var files)) _layouts[layout] = files = new(StringComparer.Ordinal);
            files[parts[2]] = bytes;
        }
    }

    public static LayoutCorpus Instance { get; } = new();

    public IReadOnlyCollection<string> Names => _layouts.Keys;

    /// <summary>Every entry of index.json that has a name goes under that tag, the others and all children by digest.</summary>
    public void Import(string layout, RegistryContent registry, string repository)
    {
        var files = _layouts[layout];
        foreach (var (path, bytes) in files)
        {
            if (path.StartsWith("blobs/", StringComparison.Ordinal)) registry.PutBlobUnchecked(repository, $"sha256:{path.Split('/')[^1]}", bytes);
        }

        PutManifests(files, files["index.json"], registry, repository);
    }

    private static void PutManifests(Dictionary<string, byte[]> files, byte[] index, RegistryContent registry, string repository)
    {
        using var json = JsonDocument.Parse(index);
        foreach (var entry in json.RootElement.GetProperty("manifests").EnumerateArray())
        {
            var digest = entry.GetProperty("digest").GetString()!;
            if (!files.TryGetValue($"blobs/{digest.Replace(':', '/')}", out var manifest)) continue;
            var mediaType = entry.GetProperty("mediaType").GetString()!;
            if (mediaType == MediaTypes.OciIndex) PutManifests(files, manifest, registry, repository);
            var tag = entry.TryGetProperty("annotations", out var annotations) && annotations.TryGetProperty(RefName, out var name) ? name.GetString() : null;
            registry.PutManifestUnchecked(repository, tag, digest, manifest, mediaType, TimeSpan.Zero);
        }
    }
}
