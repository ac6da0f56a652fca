using System.IO.Compression;
using System.Security.Cryptography;
using ImageSign.Oci;
using Microsoft.Win32.SafeHandles;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>An image archive: a tar, or a gzipped tar, whatever its name ends in. It is listed once; all reading goes through the one handle that was opened.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private const int MaxCachedBytes = 1024 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<string, TarMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _cache = new(StringComparer.Ordinal);
    private readonly Dictionary<TarMember, Digest> _digests = [];
    private readonly (string Name, string Command)? _foreign;
    private int _cached;

    private ArchiveFile(string path, SafeFileHandle handle)
    {
        Name = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
        Span<byte> head = stackalloc byte[Compression.MagicBytes];
        head = head[..RandomAccess.Read(handle, head, 0)];
        IsCompressed = Compression.IsGzip(head);
        _foreign = Compression.FindForeign(head);
    }

    /// <summary>The path, as the user wrote it.</summary>
    public string Name { get; }

    /// <summary>The length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>True for a gzipped tar.</summary>
    public bool IsCompressed { get; }

    /// <summary>The files and links by name.</summary>
    public IReadOnlyDictionary<string, TarMember> Members => _members;

    /// <summary>Opens and lists an archive.</summary>
    public static async Task<ArchiveFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var archive = new ArchiveFile(path, OpenHandle(path));
        try
        {
            if (archive._foreign is { } foreign) throw ErrorCodes.ArchiveCompressed.With(path, foreign.Name, foreign.Command);
            await archive.ListAsync(cancellationToken).ConfigureAwait(false);
            return archive;
        }
        catch (Exception e)
        {
            archive.Dispose();
            throw e is FormatException ? ErrorCodes.ArchiveRefused.Because(e, path, e.Message)
                : e is IOException or InvalidDataException ? ErrorCodes.ArchiveUnreadable.Because(e, path, e.Message)
                : e;
        }
    }

    /// <summary>The file of that name; null when there is none. A link is refused: what it leads to depends on who unpacks.</summary>
    public TarMember? Find(string name)
    {
        if (!_members.TryGetValue(name, out var member)) return null;
        return member.LinkTarget is null ? member : throw ErrorCodes.ArchiveRefused.With(Name, $"'{name}' is a link");
    }

    /// <summary>Opens a file's content. From a compressed archive this reads from the beginning, so large ones are better visited in one pass.</summary>
    public async Task<Stream> OpenAsync(TarMember member, CancellationToken cancellationToken)
    {
        if (!IsCompressed) return new FileSection(_handle, member.Offset, member.Length);
        if (_cache.TryGetValue(member.Name, out var content)) return new MemoryStream(content, writable: false);
        var tar = OpenTar();
        var buffer = new byte[64 * 1024];
        for (var rest = member.Offset; rest > 0;)
        {
            var read = await tar.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, rest)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw ErrorCodes.ArchiveUnreadable.With(Name, TarHeaderReader.CutOff);
            rest -= read;
        }

        return new ArchiveStream(tar, member.Length, static _ => { });
    }

    /// <summary>Reads the files in <paramref name="wanted"/> in the order in which they are stored, in one pass.</summary>
    public async Task VisitAsync(IReadOnlySet<TarMember> wanted, Func<TarMember, Stream, Task> visit, CancellationToken cancellationToken)
    {
        if (IsCompressed)
        {
            var tar = OpenTar();
            await using var closing = tar.ConfigureAwait(false);
            await new TarScanner(tar, (member, content) => wanted.Contains(member) ? visit(member, content) : Task.CompletedTask).ReadAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var member in wanted.OrderBy(member => member.Offset)) await visit(member, new FileSection(_handle, member.Offset, member.Length)).ConfigureAwait(false);
    }

    /// <summary>The bytes of the file, with any compression of the whole, for a digest over it.</summary>
    public Stream OpenWhole() => new FileSection(_handle, 0, Length);

    /// <summary>The uncompressed tar, from its beginning.</summary>
    public Stream OpenTar() => IsCompressed ? new GZipStream(OpenWhole(), CompressionMode.Decompress) : OpenWhole();

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle OpenHandle(string path)
    {
        try
        {
            // A pipe has no length, and opening one would wait for ever.
            if (Directory.Exists(path)) throw ErrorCodes.ArchiveUnreadable.With(path, "it is a directory; oci:DIRECTORY names an OCI layout");
            var file = new FileInfo(path);
            if (!file.Exists) throw ErrorCodes.ArchiveUnreadable.With(path, "there is no such file");
            if (file.Length == 0) throw ErrorCodes.ArchiveUnreadable.With(path, "it is empty");
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.ArchiveUnreadable.Because(e, path, e.Message);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var tar = OpenTar();
        await using var closing = tar.ConfigureAwait(false);
        var members = await new TarScanner(tar, IsCompressed ? RememberAsync : null).ReadAsync(cancellationToken).ConfigureAwait(false);
        if (members.Count == 0) throw new InvalidDataException("it is no tar file, or an empty one");
        foreach (var member in members)
        {
            // The SDK writes a layer that two platforms share twice: the same bytes. Different bytes are different images to different tools.
            if (_members.TryAdd(member.Name, member)) continue;
            var other = _members[member.Name];
            if (other.LinkTarget != member.LinkTarget || other.Length != member.Length || await DigestOfAsync(other, cancellationToken).ConfigureAwait(false) != await DigestOfAsync(member, cancellationToken).ConfigureAwait(false))
            {
                throw new FormatException($"it holds two different files named '{member.Name}'");
            }
        }

        _digests.Clear();
    }

    private async Task<Digest> DigestOfAsync(TarMember member, CancellationToken cancellationToken)
    {
        if (_digests.TryGetValue(member, out var digest)) return digest;
        var content = new FileSection(_handle, member.Offset, member.Length);
        await using var closing = content.ConfigureAwait(false);
        return _digests[member] = Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>In a compressed archive nothing can be found again cheaply: its digests are taken as it is listed, and its small files kept.</summary>
    private async Task RememberAsync(TarMember member, Stream content)
    {
        if (member.Length > MaxCachedBytes || _cached + member.Length > Limits.MaxArchiveCacheBytes)
        {
            _digests[member] = Digest.FromHash(await SHA256.HashDataAsync(content).ConfigureAwait(false));
            return;
        }

        var bytes = new byte[member.Length];
        await content.ReadExactlyAsync(bytes).ConfigureAwait(false);
        _digests[member] = Digest.Of(bytes);
        if (_cache.TryAdd(member.Name, bytes)) _cached += bytes.Length;
    }
}
