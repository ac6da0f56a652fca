using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A place outside this process that signs messages; nobody believes it before <see cref="CheckedMessageKey"/> has looked.</summary>
internal interface IMessageSigner : IDisposable
{
    /// <summary>Signs a message. ECDSA: r and s side by side (IEEE P1363).</summary>
    Task<byte[]> SignMessageAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
