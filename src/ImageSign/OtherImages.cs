using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Security rule 4: what else a file holds was not verified, and is named.</summary>
internal static class OtherImages
{
    private const int MaxListed = 20;

    /// <summary>The verdict about <paramref name="image"/>, with a note of the images beside it.</summary>
    /// <param name="root">The verdict.</param>
    /// <param name="store">Where the image is: an image store or a content store.</param>
    /// <param name="image">The digest by which the store knows it.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    public static async Task<Check> NoteAsync(Check root, object store, Digest image, CancellationToken cancellationToken)
    {
        if (store is not IImageFile file || await file.ListOthersAsync(image, cancellationToken).ConfigureAwait(false) is not [_, ..] others) return root;
        var more = others.Count > MaxListed ? $" and {others.Count - MaxListed} more" : "";
        return root with { Children = [.. root.Children, Check.Skip(CheckIds.OtherImages, $"not verified: {string.Join(", ", others.Take(MaxListed))}{more}")] };
    }
}
