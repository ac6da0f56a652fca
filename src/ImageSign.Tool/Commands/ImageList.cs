using ImageSign.Manifests;
using ImageSign.Oci;

namespace ImageSign.Tool.Commands;

/// <summary>The images of one run, in order.</summary>
/// <param name="Count">How many they are.</param>
/// <param name="Images">The images; read from what names them as they are needed, so that a long list costs no memory.</param>
internal sealed record ImageList(int Count, IEnumerable<ImageReference> Images)
{
    /// <summary>True when a list was given, which could have held any number.</summary>
    public bool IsList { get; init; }

    /// <summary>True when the results are several, even if this time there is only one.</summary>
    public bool IsSeveral => IsList || Count > 1;

    /// <summary>The manifests that the images are named in, or null.</summary>
    public ManifestSet? Manifests { get; init; }

    public static ImageList Of(IReadOnlyList<ImageReference> images) => new(images.Count, images);

    /// <summary>These, then the others.</summary>
    public ImageList Then(ImageList next) => new(Count + next.Count, Images.Concat(next.Images)) { IsList = IsList || next.IsList, Manifests = next.Manifests ?? Manifests };
}
