using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores;

/// <summary>The uncompressed content of a layer, hashed as its real bytes pass in whatever compression they are, with a bound on what they expand to.</summary>
internal sealed class LayerContent : ForwardStream
{
    private const int BufferBytes = 256 * 1024;

    private readonly string _name;
    private readonly CountingStream _stored;
    private readonly Stream _content;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private LayerContent(string name, CountingStream stored, bool isCompressed)
    {
        _name = name;
        _stored = stored;
        _content = isCompressed ? new GZipStream(stored, CompressionMode.Decompress, leaveOpen: true) : stored;
    }

    /// <summary>Opens a layer. Engines look at the first bytes, not at media types, so that is what counts here too.</summary>
    public static async Task<LayerContent> OpenAsync(Stream layer, string name, CancellationToken cancellationToken)
    {
        var head = new byte[Compression.MagicBytes];
        var read = await layer.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var magic = head.AsSpan(0, read);
        if (Compression.FindForeign(magic) is { } foreign) throw ErrorCodes.LayerUnreadable.With(name, $"it is compressed with {foreign.Name}");
        return new LayerContent(name, new CountingStream(head.AsMemory(0, read), layer), Compression.IsGzip(magic));
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Passed(buffer, _content.Read(buffer));
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Passed(buffer.Span, read);
        }
        catch (InvalidDataException e)
        {
            throw Broken(e);
        }
    }

    /// <summary>Reads what is left; the digest of the whole uncompressed layer.</summary>
    public async Task<Digest> FinishAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            // Whatever follows the compressed data was stored with it, and a checked stream checks its digest at the end.
            while (await _stored.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            return Digest.FromHash(_hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Passed(Span<byte> buffer, int read)
    {
        _hash.AppendData(buffer[..read]);
        Consumed += read;
        if (Consumed > Limits.MaxFreeExpansionBytes && Consumed / Limits.MaxExpansionRatio > _stored.Position) throw ErrorCodes.OverLimit.With($"The expansion of the layer {_name}", $"{Limits.MaxExpansionRatio} times its compressed size");
        return read;
    }

    private ImageSignException Broken(InvalidDataException e) => ErrorCodes.Malformed.Because(e, $"The layer {_name}", "its compression is broken");

    /// <summary>A stream whose first bytes were read already, and which counts.</summary>
    private sealed class CountingStream(ReadOnlyMemory<byte> head, Stream rest) : ForwardStream
    {
        private ReadOnlyMemory<byte> _head = head;

        public override int Read(Span<byte> buffer)
        {
            if (_head.IsEmpty) return Counted(rest.Read(buffer));
            var count = Math.Min(buffer.Length, _head.Length);
            _head.Span[..count].CopyTo(buffer);
            _head = _head[count..];
            return Counted(count);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _head.IsEmpty ? Counted(await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) : Read(buffer.Span);

        private int Counted(int read)
        {
            Consumed += read;
            return read;
        }
    }
}
