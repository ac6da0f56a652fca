using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>As <see cref="CheckedHashKey"/>, for a place that wants the whole message.</summary>
/// <param name="publicKey">The public half.</param>
/// <param name="name">How the user called the key.</param>
/// <param name="place">Where it is.</param>
internal sealed class CheckedMessageKey(PublicKey publicKey, string name, IMessageSigner place) : ISigningKey
{
    /// <inheritdoc />
    public PublicKey PublicKey => publicKey;

    /// <inheritdoc />
    public async ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var signature = await place.SignMessageAsync(algorithm, message, cancellationToken).ConfigureAwait(false);
        return publicKey.Verify(algorithm, message.Span, signature) ? signature : throw ErrorCodes.SignatureNotOfKey.With(name);
    }

    /// <inheritdoc />
    public void Dispose() => place.Dispose();
}
