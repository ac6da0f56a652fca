using System.Security.Cryptography;
using ImageSign.Oci;

namespace ImageSign.Stores;

/// <summary>A read-only stream that hashes what passes, and throws at its end when size or digest are not those of the descriptor; before, when it is too long.</summary>
internal sealed class VerifiedStream(Stream inner, Descriptor descriptor) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => descriptor.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Passed(buffer.AsSpan(offset, count), inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Passed(buffer, inner.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Passed(buffer.Span, read);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Passed(Span<byte> buffer, int read)
    {
        _hash.AppendData(buffer[..read]);
        _position += read;
        if (_position > descriptor.Size) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"the blob is longer than its {descriptor.Size} bytes");
        if (read > 0 || buffer.Length == 0) return read;
        if (_position < descriptor.Size) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {descriptor.Size} bytes, the blob has {_position}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetCurrentHash(hash);
        var actual = Digest.FromHash(hash);
        return actual == descriptor.Digest ? 0 : throw ErrorCodes.DigestMismatch.With($"The blob {descriptor.Digest}", descriptor.Digest, actual);
    }
}
