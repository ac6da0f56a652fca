namespace ImageSign.Stores.Shared.Archives;

/// <summary>The lock on an archive: a hidden file beside it, since the archive itself is another file after each change.</summary>
internal static class ArchiveLock
{
    public static Task<IDisposable> TakeAsync(string path, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.imagesign.lock"), path, cancellationToken);
}
