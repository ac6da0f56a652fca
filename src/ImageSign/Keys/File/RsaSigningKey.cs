using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys.File;

/// <summary>An RSA private key in memory.</summary>
internal sealed class RsaSigningKey(RSA key, PublicKey publicKey) : IHashSigningKey
{
    // .NET promises nothing for one key on several threads.
    private readonly Lock _gate = new();

    public PublicKey PublicKey => publicKey;

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        RsaAlgorithm.Find(algorithm) is var (hash, padding)
            ? ValueTask.FromResult(Locked(() => key.SignData(message.Span, hash, padding)))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an RSA algorithm.");

    public ValueTask<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        RsaAlgorithm.Find(algorithm) is var (name, padding)
            ? ValueTask.FromResult(Locked(() => key.SignHash(hash.Span, name, padding)))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an RSA algorithm.");

    public void Dispose() => key.Dispose();

    private byte[] Locked(Func<byte[]> sign)
    {
        lock (_gate) return sign();
    }
}
