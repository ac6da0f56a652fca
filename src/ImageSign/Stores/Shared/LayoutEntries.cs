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

    /// <summary>The manifest at a subject's shared tag with the contribution merged into it, and the entry that names it now; null when nothing is missing.</summary>
    public static async Task<(Descriptor? Entry, ManifestDocument Merged)?> MergeAsync(LayoutReader reader, ImageIndex index, Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken)
    {
        var shared = new SignatureTag(subject, suffix);
        var entry = LayoutNames.FindAttachment(index, subject, suffix);
        var current = entry is null ? null : await reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
        if (current is not null && !shared.Recognises(current)) throw ErrorCodes.SharedTagConflict.With(shared.Tag, reader.Content.Name, shared.Description);
        return shared.Merge(current, [contribution]) is { } merged ? (entry, ManifestDocument.Parse(merged, shared.MediaTypeOf(current))) : null;
    }

    private static byte[] Append(ImageIndex index, Descriptor descriptor)
    {
        if (index.Manifests.Count >= Limits.MaxIndexEntries) throw ErrorCodes.OverLimit.With("The number of entries of index.json", $"{Limits.MaxIndexEntries}");
        return JsonSplice.Append(index.Raw.Span, Manifests, [ManifestWriter.Json(writer => DescriptorJson.Write(writer, descriptor))]);
    }
}
