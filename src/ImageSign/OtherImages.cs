using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Shared;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Security rule 4: what else a file holds was not verified, and is named.</summary>
internal static class OtherImages
{
    /// <summary>The verdict about <paramref name="image"/>, with a note of the images beside it.</summary>
    /// <param name="root">The verdict.</param>
    /// <param name="file">The file that the image is in; null when it is in none.</param>
    /// <param name="image">The digest by which the file knows it.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    public static async Task<Check> NoteAsync(Check root, IImageFile? file, Digest image, CancellationToken cancellationToken)
    {
        if (file is null || await file.ListOthersAsync(image, cancellationToken).ConfigureAwait(false) is not [_, ..] others) return root;
        return root with { Children = [.. root.Children, Check.Skip(CheckIds.OtherImages, $"not verified: {NameList.Of(others)}")] };
    }
}
