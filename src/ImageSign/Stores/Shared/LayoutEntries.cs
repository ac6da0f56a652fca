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

    /// <summary>The index with an entry for an image, under <paramref name="tag"/> unless that is null; an entry with that tag is replaced.</summary>
    public static ReadOnlyMemory<byte> WithImage(ImageIndex index, Descriptor image, string? tag)
    {
        var same = index.Manifests.FirstOrDefault(entry => tag is null ? entry.Digest == image.Digest : LayoutNames.TagOf(entry) == tag);
        if (same?.Digest == image.Digest) return index.Raw;
        return tag is null ? Append(index, image) : WithAttachment(index, same, image, tag);
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
        return JsonSplice.Append(index.Raw.Span, Manifests, [ManifestWriter.Json(writer => DescriptorJson.Write(writer, descriptor))]);
    }
}
