using System.Security.Cryptography;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores;

/// <summary>A read-only stream that hashes what passes, and throws at its end when size or digest are not those of the descriptor; before, when it is too long.</summary>
internal sealed class VerifiedStream(Stream inner, Descriptor descriptor) : ForwardStream(descriptor.Size)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer) => Passed(buffer, inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Passed(buffer.Span, read);
    }

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
        Consumed += read;
        if (Consumed > Length) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"the blob is longer than its {Length} bytes");
        if (read > 0 || buffer.Length == 0) return read;
        if (Consumed < Length) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {Length} bytes, the blob has {Consumed}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetCurrentHash(hash);
        var actual = Digest.FromHash(hash);
        return actual == descriptor.Digest ? 0 : throw ErrorCodes.DigestMismatch.With($"The blob {descriptor.Digest}", descriptor.Digest, actual);
    }
}
