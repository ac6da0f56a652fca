using System.IO.Compression;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>An archive that is being written beside the one that it will replace, in one step.</summary>
internal sealed class ArchiveOutput : IAsyncDisposable
{
    private readonly AtomicFile _file;
    private readonly GZipStream? _gzip;
    private readonly TarOutput _tar;

    /// <summary>Starts to write an archive that will be at <paramref name="path"/>.</summary>
    public ArchiveOutput(string path, bool compress)
    {
        StaleFiles.Remove(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = AtomicFile.Create(path);
        _gzip = compress ? new GZipStream(_file.Stream, CompressionLevel.Fastest, leaveOpen: true) : null;
        _tar = new TarOutput(_gzip ?? _file.Stream);
    }

    /// <summary>Copies members of another archive, headers and all.</summary>
    public async Task CopyAsync(ArchiveFile archive, Func<TarMember, bool> keep, CancellationToken cancellationToken)
    {
        var source = archive.OpenTar();
        await using var closing = source.ConfigureAwait(false);
        try
        {
            await _tar.CopyAsync(source, archive.Members.Values.Where(keep), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw ErrorCodes.ArchiveUnreadable.Because(e, archive.Name, e.Message);
        }
    }

    /// <summary>Adds a small file.</summary>
    public Task AddAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => _tar.AddAsync(name, content, cancellationToken);

    /// <summary>Adds a file of any size.</summary>
    public Task AddAsync(string name, long length, Stream content, CancellationToken cancellationToken) => _tar.AddAsync(name, length, content, cancellationToken);

    /// <summary>Ends the archive and puts it in its place, durably.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _tar.EndAsync(cancellationToken).ConfigureAwait(false);
        if (_gzip is not null) await _gzip.DisposeAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _file.Commit();
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
