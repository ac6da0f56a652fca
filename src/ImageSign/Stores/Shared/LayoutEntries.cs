using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>New bytes for an index.json that gets another entry; what is in it already keeps its bytes and its order.</summary>
internal static class LayoutEntries
{
    private const string Manifests = "manifests";

    /// <summary>The index with an untagged entry for <paramref name="artifact"/>, as oras and notation list referrers in a layout.</summary>
    public static ReadOnlyMemory<byte> WithReferrer(ImageIndex index, ImageManifest artifact)
    {
        if (index.Manifests.Any(entry => entry.Digest == artifact.Descriptor.Digest)) return index.Raw;
        return Append(index, artifact.Descriptor with { ArtifactType = artifact.ArtifactType ?? artifact.Config?.MediaType, Annotations = artifact.Annotations });
    }

    /// <summary>The index in which <paramref name="entry"/>, or a new one under <paramref name="tag"/>, names <paramref name="target"/>.</summary>
    public static ReadOnlyMemory<byte> WithAttachment(ImageIndex index, Descriptor? entry, Descriptor target, string tag)
    {
        if (entry is null) return Append(index, target with { Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [LayoutNames.RefName] = tag } });
        var position = index.Manifests.TakeWhile(other => !ReferenceEquals(other, entry)).Count();
        return JsonSplice.Replace(index.Raw.Span, Manifests, position, target.Digest, target.Size);
    }

    private static byte[] Append(ImageIndex index, Descriptor descriptor)
    {
        if (index.Manifests.Count >= Limits.MaxIndexEntries) throw ErrorCodes.OverLimit.With("The number of entries of index.json", $"{Limits.MaxIndexEntries}");
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) DescriptorJson.Write(writer, descriptor);
        return JsonSplice.Append(index.Raw.Span, Manifests, [buffer.ToArray()]);
    }
}
