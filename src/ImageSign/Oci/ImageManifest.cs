using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>The manifest of one image, or of one artifact such as a signature.</summary>
/// <param name="Config">The image's configuration; null only in the retired artifact manifest.</param>
/// <param name="Layers">The layers, or the blobs of an artifact, in order.</param>
public sealed record ImageManifest(Descriptor Descriptor, ReadOnlyMemory<byte> Raw, Descriptor? Config, IReadOnlyList<Descriptor> Layers)
    : ManifestDocument(Descriptor, Raw)
{
    internal static ImageManifest Read(JsonElement root, Descriptor descriptor, ReadOnlyMemory<byte> raw, string layers)
    {
        const string what = "the manifest";
        var config = DescriptorJson.Optional(root, "config", what);
        if (config is null && layers == "layers") throw OciJson.Malformed(what, "'config' is missing");
        return new ImageManifest(descriptor, raw, config, [.. OciJson.OptionalArray(root, layers, what, Limits.MaxManifestBytes).Select(item => DescriptorJson.Read(item, "a layer"))])
        {
            ArtifactType = OciJson.OptionalString(root, "artifactType", what),
            Subject = DescriptorJson.Optional(root, "subject", what),
            Annotations = OciJson.OptionalStringMap(root, "annotations", what),
        };
    }
}
