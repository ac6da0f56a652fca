using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A file in which several images can be.</summary>
internal interface IImageFile
{
    /// <summary>The images beside the one with that digest (a manifest's or, where there are none, a configuration's), as a reference to the file names them: <c>:TAG</c> or <c>@DIGEST</c>.</summary>
    Task<IReadOnlyList<string>> ListOthersAsync(Digest image, CancellationToken cancellationToken);
}
