namespace ImageSign.Stores.Shared;

/// <summary>A file being written beside the one that it will replace: whoever looks sees the old one or the whole new one, also after a power cut.</summary>
internal sealed class AtomicFile : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>What the names of new files look like.</summary>
    public const string TemporaryPattern = Prefix + "*" + Suffix;

    private const string Prefix = ".imagesign-";
    private const string Suffix = ".tmp";

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _file;
    private readonly BufferedStream _stream;

    private AtomicFile(string path)
    {
        _path = Path.GetFullPath(path);
        _temporary = Path.Combine(Path.GetDirectoryName(_path)!, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows() && File.Exists(_path)) options.UnixCreateMode = File.GetUnixFileMode(_path);
        FileSteps.Before(FileStep.Create);
        _file = new FileStream(_temporary, options);
        _stream = new BufferedStream(new StepStream(_file, _path), BufferBytes);
    }

    /// <summary>Where the new content is written to.</summary>
    public Stream Stream => _stream;

    /// <summary>True for the name of a new file that has not taken the place of an old one.</summary>
    public static bool IsTemporary(string name) => name.Length > Prefix.Length + Suffix.Length
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.EndsWith(Suffix, StringComparison.Ordinal)
        && Guid.TryParseExact(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), "N", out _);

    /// <summary>Starts to write a file that will be at <paramref name="path"/>.</summary>
    public static AtomicFile Create(string path) => Guarded(path, () => new AtomicFile(path));

    /// <summary>Writes a small file at once.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = Create(path);
        await using (file.ConfigureAwait(false))
        {
            await file.Stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            file.Commit();
        }
    }

    /// <summary>Makes the new content durable; it is still beside the old one.</summary>
    public void Flush() => Guarded(_path, () =>
    {
        _stream.Flush();
        FileSteps.Before(FileStep.Flush);
        _file.Flush(flushToDisk: true);
        return _file;
    });

    /// <summary>Puts the new file in place of the old one, durably.</summary>
    public void Commit()
    {
        Flush();
        Guarded(_path, () =>
        {
            _file.Close();
            FileSteps.Before(FileStep.Rename);
            File.Move(_temporary, _path, overwrite: true);
            FileSteps.Before(FileStep.SyncDirectory);
            DirectorySync.Flush(Path.GetDirectoryName(_path)!);
            FileSteps.Before(FileStep.Done);
            return _file;
        });
    }

    /// <summary>Removes what was not committed; what is still in the buffer is of no interest then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        File.Delete(_temporary);
    }

    private static T Guarded<T>(string path, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, path, FileFaults.Reason(e));
        }
    }
}
