using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>Adds layers to the manifest that all signers of a subject share: what was there stays, byte for byte.</summary>
internal static class SharedTagMerge
{
    /// <summary>The bytes of the manifest with the layers of <paramref name="contribution"/> that it does not hold yet; unchanged when it holds them all.</summary>
    /// <param name="existing">The manifest at the tag, or null when there is none.</param>
    /// <param name="contribution">The manifest with the layers to add; it is what is written when there is nothing yet.</param>
    public static ReadOnlyMemory<byte> Merge(ImageManifest? existing, ImageManifest contribution)
    {
        if (existing is null) return contribution.Raw;
        var items = JsonSplice.Items(contribution.Raw, "layers");
        var missing = contribution.Layers.Index().Where(pair => !existing.Layers.Any(layer => IsSame(layer, pair.Item))).Select(pair => items[pair.Index]).ToList();
        if (existing.Layers.Count + missing.Count > Limits.MaxSignatureLayers)
        {
            throw ErrorCodes.OverLimit.With("The number of signatures at one tag", $"{Limits.MaxSignatureLayers}");
        }

        return missing.Count == 0 ? existing.Raw : JsonSplice.Append(existing.Raw.Span, "layers", missing);
    }

    // The payload of two signers can be the same bytes: the signature is in the annotations.
    private static bool IsSame(Descriptor a, Descriptor b) => a.Digest == b.Digest
        && a.Annotations.Count == b.Annotations.Count
        && a.Annotations.All(pair => b.Annotations.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
