using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys.File;

/// <summary>An ECDSA private key in memory.</summary>
internal sealed class EcdsaSigningKey(ECDsa key, PublicKey publicKey) : IHashSigningKey
{
    // .NET promises nothing for one key on several threads.
    private readonly Lock _gate = new();

    public PublicKey PublicKey => publicKey;

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        EcdsaEncoding.HashOf(algorithm) is { } hash
            ? ValueTask.FromResult(Locked(() => key.SignData(message.Span, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an ECDSA algorithm.");

    public ValueTask<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        EcdsaEncoding.HashOf(algorithm) is not null
            ? ValueTask.FromResult(Locked(() => key.SignHash(hash.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an ECDSA algorithm.");

    public void Dispose() => key.Dispose();

    private byte[] Locked(Func<byte[]> sign)
    {
        lock (_gate) return sign();
    }
}
