using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>
/// A key elsewhere that signs hashes. What comes back is verified with the public half before anybody gets it (docs/security.md, rule 30): cosign 3.1.1 pushes
/// a broken signature of a device with exit code 0.
/// </summary>
/// <param name="publicKey">The public half.</param>
/// <param name="name">How the user called the key.</param>
/// <param name="place">Where it is.</param>
internal sealed class CheckedHashKey(PublicKey publicKey, string name, IHashSigner place) : IHashSigningKey
{
    /// <inheritdoc />
    public PublicKey PublicKey => publicKey;

    /// <inheritdoc />
    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var hash = publicKey.HashOf(algorithm) ?? throw ErrorCodes.KeyCannotSign.With(name, algorithm, $"it is an {publicKey.Name} key");
        return SignHashAsync(algorithm, CryptographicOperations.HashData(hash, message.Span), cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        if (publicKey.HashOf(algorithm) is null) throw ErrorCodes.KeyCannotSign.With(name, algorithm, $"it is an {publicKey.Name} key");
        var signature = await place.SignHashAsync(algorithm, hash, cancellationToken).ConfigureAwait(false);
        return publicKey.VerifyHash(algorithm, hash.Span, signature) ? signature : throw ErrorCodes.SignatureNotOfKey.With(name);
    }

    /// <inheritdoc />
    public void Dispose() => place.Dispose();
}
