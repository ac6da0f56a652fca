using ImageSign.Oci;
using ImageSign.Stores;

namespace ImageSign;

/// <summary>
/// Signs first, tags after: remembers what the user's tags point at before a publish, and moves them once the image is signed, so that a tag
/// never points at an unsigned image. A tag that somebody else moved meanwhile stops the move. Nothing is ever deleted.
/// </summary>
public sealed class TagPromoter(EngineOptions options)
{
    /// <summary>What each tag of a repository points at now; null for one that does not exist.</summary>
    public async Task<IReadOnlyDictionary<string, Digest?>> SnapshotAsync(ImageReference repository, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var store = options.OpenStore(repository);
        await using var closing = store.ConfigureAwait(false);
        var tagStore = TagsOf(store);
        var snapshot = new Dictionary<string, Digest?>(StringComparer.Ordinal);
        foreach (var tag in tags) snapshot[tag] = await tagStore.FindTagAsync(tag, cancellationToken).ConfigureAwait(false);
        return snapshot;
    }

    /// <summary>
    /// Moves tags to the digest that <paramref name="image"/> names, in the order given. Each is looked up again just before; the first that is not
    /// what <paramref name="snapshot"/> says, or that cannot be written, stops the move, and the result says exactly which tags moved.
    /// </summary>
    public async Task<PromotionResult> PromoteAsync(ImageReference image, IReadOnlyDictionary<string, Digest?> snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(snapshot);
        var store = options.OpenStore(image);
        await using var closing = store.ConfigureAwait(false);
        var tags = TagsOf(store);
        var document = await store.ResolveAsync(image with { Tag = null }, cancellationToken).ConfigureAwait(false);
        var moved = new List<string>();
        foreach (var (tag, before) in snapshot)
        {
            try
            {
                await tags.MoveTagAsync(document, tag, before, cancellationToken).ConfigureAwait(false);
                moved.Add(tag);
            }
            catch (Exception e) when (e is ImageSignException or OperationCanceledException)
            {
                // A write whose answer was lost may have been done: only the tag itself can say.
                var isThere = await IsThereAsync(tags, tag, document.Descriptor.Digest, cancellationToken).ConfigureAwait(false);
                if (isThere != true) return Stopped(e as ImageSignException, isThere is null ? tag : null);
                moved.Add(tag);
            }
        }

        return new PromotionResult(moved, [], Failure: null);

        PromotionResult Stopped(ImageSignException? failure, string? unknown) => new(moved, [.. snapshot.Keys.Where(tag => tag != unknown && !moved.Contains(tag))], failure) { Unknown = unknown };
    }

    private static async Task<bool?> IsThereAsync(ITagMover tags, string tag, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            return await tags.FindTagAsync(tag, cancellationToken).ConfigureAwait(false) == digest;
        }
        catch (Exception e) when (e is ImageSignException or OperationCanceledException)
        {
            return null; // nobody can say
        }
    }

    private static ITagMover TagsOf(IImageStore store) => store as ITagMover ?? throw ErrorCodes.NotSupportedHere.With("Moving tags", store.Name);
}
