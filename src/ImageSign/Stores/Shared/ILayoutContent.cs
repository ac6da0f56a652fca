using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>The files of an OCI image layout, wherever they are kept: a directory, a tar file.</summary>
internal interface ILayoutContent
{
    /// <summary>The place, for people.</summary>
    string Name { get; }

    /// <summary>Opens a file of the layout's root (<c>oci-layout</c>, <c>index.json</c>); null when there is none. The stream knows its length.</summary>
    ValueTask<Stream?> OpenFileAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a blob; null when there is none. The stream knows its length.</summary>
    ValueTask<Stream?> OpenBlobAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>Every blob and its length, at most <see cref="Limits.MaxLayoutBlobs"/>.</summary>
    IEnumerable<(Digest Digest, long Length)> ListBlobs();
}
