using System.Globalization;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Reads the headers of a tar one after the other, each with what the extended headers before it say; what is wrong comes as <see cref="FormatException"/>, what is no tar or no whole one as <see cref="IOException"/> or <see cref="InvalidDataException"/>.</summary>
/// <param name="tar">The tar, from its beginning. Content is passed over by seeking where the stream can.</param>
internal sealed class TarHeaderReader(Stream tar)
{
    /// <summary>What is said of a tar that ends too early: a file that did not arrive whole means no other image to anybody, so it is no evidence of anything.</summary>
    public const string CutOff = "it is cut off";

    private const int MaxPaddingBytes = 1024 * 1024;
    private const string NoTar = "it is no tar file";
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _block = new byte[TarMember.BlockBytes];
    private byte[]? _passedOver;

    /// <summary>How far the tar was read, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>The next header that is no extended one; null at the end.</summary>
    public async Task<TarEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        var start = Position;
        Dictionary<string, string> extended = new(StringComparer.Ordinal);
        var isExtended = false;
        while (await ReadBlockAsync(cancellationToken).ConfigureAwait(false))
        {
            var header = Header();
            isExtended |= header.Type is TarHeader.PaxHeader or TarHeader.GnuLongName or TarHeader.GnuLongLink;
            switch (header.Type)
            {
                case TarHeader.PaxHeader:
                    foreach (var (key, value) in PaxRecords.Parse(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false))) Add(extended, key, value);
                    break;
                case TarHeader.PaxGlobalHeader:
                    var global = PaxRecords.Parse(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false));
                    if (global.Count > 0) throw new FormatException("a global header renames or resizes members");
                    start = Position;
                    break;
                case TarHeader.GnuLongName:
                case TarHeader.GnuLongLink:
                    var text = Encoding.UTF8.GetString(await ReadHeaderContentAsync(header, cancellationToken).ConfigureAwait(false)).TrimEnd('\0');
                    Add(extended, header.Type == TarHeader.GnuLongName ? PaxRecords.Path : PaxRecords.LinkPath, text);
                    break;
                default:
                    return Entry(header, extended, start);
            }
        }

        return !isExtended ? null : throw new FormatException("it ends after an extended header");
    }

    /// <summary>The next <paramref name="length"/> bytes, as a stream of their own.</summary>
    public Stream Open(long length) => new ArchiveStream(tar, length, consumed => Position += consumed);

    /// <summary>Passes over what lies before <paramref name="position"/>.</summary>
    public async Task SkipToAsync(long position, CancellationToken cancellationToken)
    {
        if (tar.CanSeek)
        {
            if (position > tar.Length) throw new EndOfStreamException(CutOff);
            tar.Position = position;
            Position = position;
            return;
        }

        while (Position < position)
        {
            _passedOver ??= new byte[BufferBytes];
            var read = await tar.ReadAsync(_passedOver.AsMemory(0, (int)Math.Min(BufferBytes, position - Position)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException(CutOff);
            Position += read;
        }
    }

    /// <summary>True once what was read turned out not to begin as a tar does.</summary>
    public bool IsNoTar { get; private set; }

    /// <summary>A file that does not begin with a header is no tar at all; one that goes wrong later is read differently by different tools.</summary>
    private TarHeader Header()
    {
        try
        {
            return TarHeader.Parse(_block);
        }
        catch (FormatException e) when (Position == _block.Length)
        {
            throw NotATar(e);
        }
    }

    private InvalidDataException NotATar(Exception? inner = null)
    {
        IsNoTar = true;
        return new InvalidDataException(NoTar, inner);
    }

    private static TarEntry Entry(TarHeader header, Dictionary<string, string> extended, long start)
    {
        var size = !extended.TryGetValue(PaxRecords.Size, out var text) ? header.Size
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var extendedSize) ? extendedSize
            : throw new FormatException("an extended header's size is not a number");
        return new TarEntry(
            extended.GetValueOrDefault(PaxRecords.Path, header.Name),
            extended.GetValueOrDefault(PaxRecords.LinkPath, header.LinkName),
            size,
            header.Type,
            start);
    }

    private static void Add(Dictionary<string, string> extended, string key, string value)
    {
        if (!extended.TryAdd(key, value)) throw new FormatException($"two extended headers give one member a '{key}'");
    }

    private async Task<byte[]> ReadHeaderContentAsync(TarHeader header, CancellationToken cancellationToken)
    {
        if (header.Size > Limits.MaxArchiveHeaderBytes) throw ErrorCodes.OverLimit.With("An extended header of the archive", $"{Limits.MaxArchiveHeaderBytes} bytes");
        var content = new byte[header.Size];
        await tar.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        Position += content.Length;
        await SkipToAsync(TarMember.BlockEnd(Position), cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>Reads the next block; false at the end. After the end there may be nothing but padding: some tools read on where others stop.</summary>
    private async Task<bool> ReadBlockAsync(CancellationToken cancellationToken)
    {
        var read = await tar.ReadAtLeastAsync(_block, _block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Position += read;
        if (read == 0) return false;
        if (read < _block.Length) throw Position < _block.Length ? NotATar() : new EndOfStreamException(CutOff);
        if (_block.AsSpan().ContainsAnyExcept((byte)0)) return true;
        for (var padding = 0; (read = await tar.ReadAtLeastAsync(_block, _block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0; padding += read)
        {
            if (_block.AsSpan(0, read).ContainsAnyExcept((byte)0) || padding > MaxPaddingBytes) throw new FormatException("there is data behind its end");
        }

        return false;
    }
}
