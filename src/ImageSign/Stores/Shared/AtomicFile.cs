namespace ImageSign.Stores.Shared;

/// <summary>A file being written beside the one that it will replace: whoever looks sees the old one or the whole new one, also after a power cut.</summary>
internal sealed class AtomicFile : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _stream;

    private AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $".imagesign-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = BufferBytes, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && File.Exists(_path)) options.UnixCreateMode = File.GetUnixFileMode(_path);
        _stream = new FileStream(_temporary, options);
    }

    /// <summary>Where the new content is written to.</summary>
    public Stream Stream => _stream;

    /// <summary>Starts to write a file that will be at <paramref name="path"/>.</summary>
    public static AtomicFile Create(string path) => Guarded(path, () => new AtomicFile(path));

    /// <summary>Writes a small file at once.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = Create(path);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            file.Commit();
        }
    }

    /// <summary>Appends to the new content.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, _path, e.Message);
        }
    }

    /// <summary>Makes the new content durable; it is still beside the old one.</summary>
    public void Flush() => Guarded(_path, () =>
    {
        _stream.Flush(flushToDisk: true);
        return _stream;
    });

    /// <summary>Puts the new file in place of the old one, durably.</summary>
    public void Commit() => Guarded(_path, () =>
    {
        _stream.Flush(flushToDisk: true);
        _stream.Close();
        File.Move(_temporary, _path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(_path)!);
        return _stream;
    });

    /// <summary>Removes what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            File.Delete(_temporary);
        }
    }

    private static T Guarded<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, path, e.Message);
        }
    }
}
