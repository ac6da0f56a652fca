using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>A list of manifests: the platforms of one image, or the referrers of a subject.</summary>
/// <param name="Manifests">The entries, in order, at most <see cref="Limits.MaxIndexEntries"/>.</param>
public sealed record ImageIndex(Descriptor Descriptor, ReadOnlyMemory<byte> Raw, IReadOnlyList<Descriptor> Manifests)
    : ManifestDocument(Descriptor, Raw)
{
    internal static ImageIndex Read(JsonElement root, Descriptor descriptor, ReadOnlyMemory<byte> raw)
    {
        const string what = "the index";
        return new ImageIndex(descriptor, raw, [.. OciJson.OptionalArray(root, "manifests", what, Limits.MaxIndexEntries).Select(item => DescriptorJson.Read(item, "an index entry"))])
        {
            ArtifactType = OciJson.OptionalString(root, "artifactType", what),
            Subject = DescriptorJson.Optional(root, "subject", what),
            Annotations = OciJson.OptionalStringMap(root, "annotations", what),
        };
    }
}
