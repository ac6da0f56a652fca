using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign;

/// <summary>The image manifests below an index, bounded in depth and count.</summary>
internal static class SubjectGraph
{
    /// <summary>
    /// The image children of <paramref name="document"/>, each once, deepest first; none for a single image. Entries of platform
    /// <c>unknown/unknown</c> are attestations that BuildKit adds, not images.
    /// </summary>
    public static async Task<IReadOnlyList<Descriptor>> ChildrenAsync(IImageStore store, ManifestDocument document, CancellationToken cancellationToken)
    {
        var children = new List<Descriptor>();
        if (document is ImageIndex index) await CollectAsync(store, index, children, [], depth: 1, cancellationToken).ConfigureAwait(false);
        return children;
    }

    /// <summary>A file may hold a part of what an index names: who needs what is not there will be told so.</summary>
    private static async Task<ManifestDocument?> FindAsync(IImageStore store, Descriptor entry, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.PartMissing)
        {
            return null;
        }
    }

    private static async Task CollectAsync(IImageStore store, ImageIndex index, List<Descriptor> children, HashSet<Digest> seen, int depth, CancellationToken cancellationToken)
    {
        if (depth > Limits.MaxIndexDepth) throw ErrorCodes.OverLimit.With("The depth of the index", $"{Limits.MaxIndexDepth} levels");
        foreach (var entry in index.Manifests)
        {
            if (entry.Platform is { IsUnknown: true } || seen.Contains(entry.Digest)) continue;
            if (MediaTypes.IsIndex(entry.MediaType) && await FindAsync(store, entry, cancellationToken).ConfigureAwait(false) is ImageIndex nested)
            {
                await CollectAsync(store, nested, children, seen, depth + 1, cancellationToken).ConfigureAwait(false);
            }

            if (!MediaTypes.IsIndex(entry.MediaType) && !MediaTypes.IsManifest(entry.MediaType)) continue;
            if (children.Count >= Limits.MaxIndexEntries) throw ErrorCodes.OverLimit.With("The number of images in the index", $"{Limits.MaxIndexEntries}");
            seen.Add(entry.Digest);
            children.Add(entry);
        }
    }
}
