using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>The uncompressed content of a layer, hashed from its real bytes in whatever compression they are, with a bound on what they expand to.</summary>
internal static class LayerContent
{
    private const int BufferBytes = 256 * 1024;
    private const int MagicBytes = 6;

    private static readonly (byte[] Magic, string Name)[] Foreign =
    [
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz"),
        ([0x42, 0x5a, 0x68], "bzip2"),
    ];

    /// <summary>The digest of the uncompressed layer. Engines look at the first bytes, not at media types, so that is what counts here too.</summary>
    public static async Task<Digest> HashAsync(Stream layer, string name, CancellationToken cancellationToken)
    {
        var head = new byte[MagicBytes];
        var read = await layer.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var magic = head.AsSpan(0, read);
        foreach (var (signature, compression) in Foreign)
        {
            if (magic.StartsWith(signature)) throw ErrorCodes.LayerUnreadable.With(name, $"it is compressed with {compression}");
        }

        var isCompressed = magic.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);
        var whole = new CountingStream(head.AsMemory(0, read), layer);
        await using var closing = whole.ConfigureAwait(false);
        try
        {
            return isCompressed ? await ExpandAsync(whole, name, cancellationToken).ConfigureAwait(false) : Digest.FromHash(await SHA256.HashDataAsync(whole, cancellationToken).ConfigureAwait(false));
        }
        catch (InvalidDataException e)
        {
            throw ErrorCodes.Malformed.Because(e, $"The layer {name}", "its compression is broken");
        }
    }

    private static async Task<Digest> ExpandAsync(CountingStream compressed, string name, CancellationToken cancellationToken)
    {
        var expanded = new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true);
        await using var closing = expanded.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long length = 0;
            while (await expanded.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                hash.AppendData(buffer, 0, read);
                length += read;
                if (length > Limits.MaxFreeExpansionBytes && length / Limits.MaxExpansionRatio > compressed.Count) throw ErrorCodes.OverLimit.With($"The expansion of the layer {name}", $"{Limits.MaxExpansionRatio} times its compressed size");
            }

            // Whatever follows the compressed data was stored with it, and a checked stream checks its digest at the end.
            while (await compressed.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            return Digest.FromHash(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A stream whose first bytes were read already, and which counts.</summary>
    private sealed class CountingStream(ReadOnlyMemory<byte> head, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _head = head;

        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_head.IsEmpty) return Counted(rest.Read(buffer));
            var count = Math.Min(buffer.Length, _head.Length);
            _head.Span[..count].CopyTo(buffer);
            _head = _head[count..];
            return Counted(count);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _head.IsEmpty ? Counted(await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) : Read(buffer.Span);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Counted(int read)
        {
            Count += read;
            return read;
        }
    }
}
