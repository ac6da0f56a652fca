using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>The check that the layers are those of the configuration, from their real bytes: engines mount what they have, whatever the configuration says.</summary>
internal static class LayerCheck
{
    /// <summary>The answer as a check.</summary>
    public static async Task<Check> RunAsync(IImageContent image, IReadOnlyList<Digest> expected, CancellationToken cancellationToken, Func<IReadOnlyList<int>, Stream, Task>? read = null)
    {
        try
        {
            await RequireAsync(image, expected, cancellationToken, read).ConfigureAwait(false);
            return Check.Pass(CheckIds.Layers, "every layer was decompressed and hashed", [.. expected.Select(digest => new Fact("layer", digest.ToString()))]);
        }
        catch (ImageSignException e)
        {
            return Check.Fail(CheckIds.Layers, e);
        }
    }

    /// <summary>Reads and hashes every layer; throws at the first that is not what the configuration names.</summary>
    /// <param name="image">The image.</param>
    /// <param name="expected">What its configuration names.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="read">Looks at a layer's uncompressed content as it passes; what it learns counts only when nothing is thrown. Null: nobody looks.</param>
    public static async Task RequireAsync(IImageContent image, IReadOnlyList<Digest> expected, CancellationToken cancellationToken, Func<IReadOnlyList<int>, Stream, Task>? read = null)
    {
        if (image.LayerCount != expected.Count) throw ErrorCodes.LayerCountMismatch.With(expected.Count, image.LayerCount);
        try
        {
            await image.VisitLayersAsync(
                async (positions, content) =>
                {
                    var name = $"{positions[0] + 1} of {expected.Count}";
                    var layer = await LayerContent.OpenAsync(content, name, cancellationToken).ConfigureAwait(false);
                    await using var closing = layer.ConfigureAwait(false);
                    if (read is not null) await read(positions, layer).ConfigureAwait(false);
                    var actual = await layer.FinishAsync(cancellationToken).ConfigureAwait(false);
                    if (positions.Any(position => expected[position] != actual)) throw ErrorCodes.LayerMismatch.With(name, expected[positions[0]], actual);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw ErrorCodes.LayerUnreadable.Because(e, "", e.Message);
        }
    }
}
