using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys.File;

/// <summary>An ECDSA private key in memory.</summary>
internal sealed class EcdsaSigningKey(ECDsa key, PublicKey publicKey) : IHashSigningKey
{
    public PublicKey PublicKey => publicKey;

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        EcdsaEncoding.HashOf(algorithm) is { } hash
            ? ValueTask.FromResult(key.SignData(message.Span, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an ECDSA algorithm.");

    public ValueTask<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        EcdsaEncoding.HashOf(algorithm) is not null
            ? ValueTask.FromResult(key.SignHash(hash.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            : throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not an ECDSA algorithm.");

    public void Dispose() => key.Dispose();
}
