using System.Globalization;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Reads the members of a tar one after the other, in one pass and with a small buffer.</summary>
/// <param name="tar">The tar, from its beginning. Content is passed over by seeking where the stream can.</param>
/// <param name="visit">Reads a file's content as it comes by, or null. What it leaves unread is passed over.</param>
internal sealed class TarScanner(Stream tar, Func<TarMember, Stream, Task>? visit)
{
    private const int MaxPaddingBytes = 1024 * 1024;

    private readonly byte[] _block = new byte[TarMember.BlockBytes];
    private long _position;

    /// <summary>Every file and link, in order; what is wrong with the archive comes as <see cref="FormatException"/>.</summary>
    public async Task<IReadOnlyList<TarMember>> ReadAsync(CancellationToken cancellationToken)
    {
        var members = new List<TarMember>();
        while (await ReadMemberAsync(cancellationToken).ConfigureAwait(false) is { } member)
        {
            if (members.Count == Limits.MaxArchiveMembers) throw ErrorCodes.OverLimit.With("The number of files in the archive", $"{Limits.MaxArchiveMembers}");
            if (member.LinkTarget is null && visit is not null) await visit(member, new ArchiveStream(tar, member.Length, consumed => _position += consumed)).ConfigureAwait(false);
            await SkipToAsync(member.End, cancellationToken).ConfigureAwait(false);
            members.Add(member);
        }

        return members;
    }

    private async Task<TarMember?> ReadMemberAsync(CancellationToken cancellationToken)
    {
        var start = _position;
        Dictionary<string, string> extended = new(StringComparer.Ordinal);
        var isExtended = false;
        while (await ReadBlockAsync(cancellationToken).ConfigureAwait(false))
        {
            var header = TarHeader.Parse(_block);
            isExtended |= header.Type is TarHeader.PaxHeader or TarHeader.GnuLongName or TarHeader.GnuLongLink;
            switch (header.Type)
            {
                case TarHeader.PaxHeader:
                    foreach (var (key, value) in PaxRecords.Parse(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false))) Add(extended, key, value);
                    break;
                case TarHeader.PaxGlobalHeader:
                    var global = PaxRecords.Parse(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false));
                    if (global.Count > 0) throw new FormatException("a global header renames or resizes members");
                    start = _position;
                    break;
                case TarHeader.GnuLongName:
                case TarHeader.GnuLongLink:
                    var text = Encoding.UTF8.GetString(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false)).TrimEnd('\0');
                    Add(extended, header.Type == TarHeader.GnuLongName ? PaxRecords.Path : PaxRecords.LinkPath, text);
                    break;
                case TarHeader.Directory:
                    if (header.Size != 0 || extended.ContainsKey(PaxRecords.Size)) throw new FormatException($"the directory '{header.Name}' has content");
                    _ = TarNames.Normalise(Take(extended, PaxRecords.Path, header.Name));
                    extended.Clear();
                    isExtended = false;
                    start = _position;
                    break;
                default:
                    return Member(header, extended, start);
            }
        }

        return !isExtended ? null : throw new FormatException("it ends after an extended header");
    }

    private TarMember Member(TarHeader header, Dictionary<string, string> extended, long start)
    {
        var name = TarNames.Normalise(Take(extended, PaxRecords.Path, header.Name));
        switch (header.Type)
        {
            case TarHeader.File:
                var size = extended.TryGetValue(PaxRecords.Size, out var text)
                    ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var extendedSize) ? extendedSize : throw new FormatException("an extended header's size is not a number")
                    : header.Size;
                if (tar.CanSeek && size > tar.Length - _position) throw new FormatException($"'{name}' says it is longer than the file");
                return new TarMember(name, start, _position, size);
            case TarHeader.SymbolicLink:
            case TarHeader.HardLink:
                if (header.Size != 0) throw new FormatException($"the link '{name}' has content");
                var target = TarNames.Resolve(name, Take(extended, PaxRecords.LinkPath, header.LinkName), header.Type == TarHeader.HardLink);
                return new TarMember(name, start, _position, 0) { LinkTarget = target };
            default:
                throw new FormatException($"'{name}' is neither a file, a directory nor a link");
        }
    }

    private static string Take(Dictionary<string, string> extended, string key, string otherwise) => extended.TryGetValue(key, out var value) ? value : otherwise;

    private static void Add(Dictionary<string, string> extended, string key, string value)
    {
        if (!extended.TryAdd(key, value)) throw new FormatException($"two extended headers give one member a '{key}'");
    }

    private async Task<byte[]> ReadHeaderContentAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > Limits.MaxArchiveHeaderBytes) throw ErrorCodes.OverLimit.With("An extended header of the archive", $"{Limits.MaxArchiveHeaderBytes} bytes");
        var content = new byte[header.Size];
        await tar.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        _position += content.Length;
        await SkipToAsync((_position + TarMember.BlockBytes - 1) / TarMember.BlockBytes * TarMember.BlockBytes, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>Reads the next header; false at the end. After the end there may be nothing but padding: some tools read on where others stop.</summary>
    private async Task<bool> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var read = await tar.ReadAtLeastAsync(_block, _block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        _position += read;
        if (read == 0) return false;
        if (read < _block.Length) throw new FormatException("it is cut off");
        if (_block.AsSpan().ContainsAnyExcept((byte)0)) return true;
        for (var padding = 0; (read = await tar.ReadAtLeastAsync(_block, _block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0; padding += read)
        {
            if (_block.AsSpan(0, read).ContainsAnyExcept((byte)0) || padding > MaxPaddingBytes) throw new FormatException("there is data behind its end");
        }

        return false;
    }

    private async Task SkipToAsync(long position, CancellationToken cancellationToken)
    {
        if (tar.CanSeek)
        {
            if (position > tar.Length) throw new FormatException("it is cut off");
            tar.Position = position;
            _position = position;
            return;
        }

        var buffer = new byte[64 * 1024];
        while (_position < position)
        {
            var read = await tar.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, position - _position)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new FormatException("it is cut off");
            _position += read;
        }
    }
}
