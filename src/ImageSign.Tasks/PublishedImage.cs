using System.Text;
using System.Text.Json;
using ImageSign.Oci;
using Microsoft.Build.Framework;

namespace ImageSign.Tasks;

/// <summary>One manifest or index that the SDK made.</summary>
/// <param name="Descriptor">Its media type, its size, the digest of its bytes as they were hashed here, and for an image its platform.</param>
/// <param name="Tags">The tags that it was published under.</param>
internal sealed record PublishedImage(Descriptor Descriptor, IReadOnlyList<string> Tags)
{
    private const string What = "The manifest";

    /// <summary>Its configuration, which is all that an engine and a docker-archive keep byte for byte; null for an index.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>Reads an item of <c>@(GeneratedContainer)</c>. The digests are those of the bytes; an item that says otherwise is refused.</summary>
    public static PublishedImage Read(ITaskItem item)
    {
        var manifest = Encoding.UTF8.GetBytes(item.GetMetadata("Manifest"));
        var descriptor = Descriptor.Of(item.GetMetadata("ManifestMediaType"), manifest);
        var announced = item.GetMetadata("ManifestDigest");
        if (announced != descriptor.Digest.ToString()) throw ErrorCodes.PublishedDigestDiffers.With(What, $"the SDK announced {announced}, its bytes hash to {descriptor.Digest}");
        if (ManifestDocument.Parse(manifest, descriptor.MediaType) is not ImageManifest { Config: { } config }) throw ErrorCodes.PublishedDigestDiffers.With(What, "it is not one of a single image");
        var configuration = Encoding.UTF8.GetBytes(item.GetMetadata("Configuration"));
        var actual = Digest.Of(configuration);
        if (actual != config.Digest) throw ErrorCodes.PublishedDigestDiffers.With(What, $"it names the configuration {config.Digest}, and the SDK's hashes to {actual}");
        var platform = PlatformOf(configuration);
        return new PublishedImage(descriptor with { Platform = platform }, []) { Config = new Descriptor(config.MediaType, actual, configuration.Length) { Platform = platform } };
    }

    private static Platform? PlatformOf(byte[] configuration)
    {
        using var json = JsonDocument.Parse(configuration);
        return json.RootElement.TryGetProperty("os", out var os) && json.RootElement.TryGetProperty("architecture", out var architecture)
            ? new Platform(os.GetString() ?? "", architecture.GetString() ?? "", json.RootElement.TryGetProperty("variant", out var variant) ? variant.GetString() : null)
            : null;
    }
}
