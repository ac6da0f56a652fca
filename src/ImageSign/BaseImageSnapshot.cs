using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>The base that a build was allowed to use, kept until the build is over.</summary>
/// <param name="Image">The base, with the digest that its tag was resolved to.</param>
/// <param name="Platforms">The manifests in use, with their configurations.</param>
public sealed record BaseImageSnapshot(ImageReference Image, IReadOnlyList<BasePlatformImage> Platforms)
{
    private const string Schema = "imagesign.base/v1";

    /// <summary>Writes the snapshot of one build.</summary>
    /// <param name="path">The file.</param>
    /// <param name="build">What names this build and no other.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(string path, string build, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("build", build);
            json.WriteString("image", Image.ToString());
            json.WriteStartArray("platforms");
            foreach (var platform in Platforms)
            {
                json.WriteStartObject();
                json.WriteString("digest", platform.Manifest.Descriptor.Digest.ToString());
                json.WriteBase64String("manifest", platform.Manifest.Raw.Span);
                json.WriteBase64String("config", platform.Config.Span);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await AtomicFile.WriteAsync(path, buffer.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.BaseSnapshotUnusable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Removes what an earlier build left.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.BaseSnapshotUnusable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Reads the snapshot that this build wrote for this digest; any other one is <see cref="ErrorCodes.BaseSnapshotUnusable"/>.</summary>
    public static BaseImageSnapshot Load(string path, string build, string digest)
    {
        try
        {
            using var json = OciJson.Parse(File.ReadAllBytes(path), "the snapshot of the base image");
            var root = OciJson.Object(json.RootElement, "the snapshot", ["schema", "build", "image", "platforms"], closed: true);
            if (Text(root, "schema") != Schema) throw Unusable(path, "it has another schema");
            if (Text(root, "build") != build) throw Unusable(path, "another build wrote it");
            var image = ImageReference.Parse(Text(root, "image"));
            if (image.Digest?.ToString() != digest) throw Unusable(path, $"it is of {image}, the build used {digest}");
            return new BaseImageSnapshot(image, [.. OciJson.OptionalArray(root, "platforms", "the snapshot", Limits.MaxIndexEntries).Select(item => ReadPlatform(item, path))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException || (e is ImageSignException failure && failure.Code != ErrorCodes.BaseSnapshotUnusable))
        {
            throw ErrorCodes.BaseSnapshotUnusable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    private static BasePlatformImage ReadPlatform(JsonElement item, string path)
    {
        OciJson.Object(item, "the snapshot", ["digest", "manifest", "config"], closed: true);
        var manifest = ManifestDocument.Parse(Convert.FromBase64String(Text(item, "manifest")), servedAs: null) as ImageManifest;
        var config = Convert.FromBase64String(Text(item, "config"));
        return manifest is { Config: { } expected } && manifest.Descriptor.Digest.ToString() == Text(item, "digest") && expected.Digest == Digest.Of(config)
            ? new BasePlatformImage(manifest, config)
            : throw Unusable(path, "its content does not have the digests that it names");
    }

    private static string Text(JsonElement element, string name) => OciJson.RequiredString(element, name, "the snapshot");

    private static ImageSignException Unusable(string path, string reason) => ErrorCodes.BaseSnapshotUnusable.With(path, reason);
}
