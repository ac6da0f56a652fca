using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Layout;

/// <summary>A layout that is a directory. Paths are made of fixed names and digests only; a link may not lead out of it.</summary>
internal sealed class LayoutDirectory(string directory) : ILayoutContent
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _root = Path.GetFullPath(directory);

    public string Name => directory;

    private string BlobsPath => Path.Combine(_root, "blobs", "sha256");

    public string PathOf(Digest digest) => Path.Combine(BlobsPath, digest.Hex);

    public string PathOf(string name) => Path.Combine(_root, name);

    public ValueTask<Stream?> OpenFileAsync(string name, CancellationToken cancellationToken) => new(Open(PathOf(name)));

    public ValueTask<Stream?> OpenBlobAsync(Digest digest, CancellationToken cancellationToken) => new(Open(PathOf(digest)));

    public IEnumerable<(Digest Digest, long Length)> ListBlobs()
    {
        if (!Directory.Exists(BlobsPath)) yield break;
        RequireInside(BlobsPath);
        var count = 0;
        foreach (var file in new DirectoryInfo(BlobsPath).EnumerateFiles())
        {
            if (++count > Limits.MaxLayoutBlobs) throw ErrorCodes.OverLimit.With($"The number of blobs in {directory}", $"{Limits.MaxLayoutBlobs}");
            if (Digest.TryParse($"sha256:{file.Name}", out var digest) && file is { LinkTarget: null, Length: > 0 }) yield return (digest, file.Length);
        }
    }

    /// <summary>Makes the directory for blobs, if it is not there, and refuses one that is a link to somewhere else.</summary>
    public void PrepareBlobs()
    {
        Directory.CreateDirectory(BlobsPath);
        RequireInside(BlobsPath);
    }

    private FileStream? Open(string path)
    {
        try
        {
            RequireInside(path);
            // A pipe has no length, and opening one would wait for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return null;
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.LayoutInvalid.Because(e, directory, e.Message);
        }
    }

    /// <summary>Refuses a path below the root that a link leads out of it.</summary>
    private void RequireInside(string path)
    {
        for (var current = path; current.Length > _root.Length; current = Path.GetDirectoryName(current)!)
        {
            var target = new FileInfo(current) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true) : null;
            if (target is not null && !target.FullName.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw ErrorCodes.LayoutInvalid.With(directory, $"'{Path.GetRelativePath(_root, current)}' is a link that leads out of it");
            }
        }
    }
}
