using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>The OCI layout in an archive.</summary>
internal sealed class ArchiveLayout(ArchiveFile archive) : ILayoutContent
{
    private const string Blobs = "blobs/sha256/";

    public string Name => archive.Name;

    /// <summary>The name of a blob's file.</summary>
    public static string NameOf(Digest digest) => Blobs + digest.Hex;

    public async ValueTask<Stream?> OpenFileAsync(string name, CancellationToken cancellationToken) =>
        archive.Find(name) is { } member ? await archive.OpenAsync(member, cancellationToken).ConfigureAwait(false) : null;

    public ValueTask<Stream?> OpenBlobAsync(Digest digest, CancellationToken cancellationToken) => OpenFileAsync(NameOf(digest), cancellationToken);

    public IEnumerable<(Digest Digest, long Length)> ListBlobs()
    {
        foreach (var (name, member) in archive.Members)
        {
            if (name.StartsWith(Blobs, StringComparison.Ordinal) && member.LinkTarget is null && Digest.TryParse($"sha256:{name[Blobs.Length..]}", out var digest)) yield return (digest, member.Length);
        }
    }
}
