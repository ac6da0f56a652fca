using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A key that signs messages; local, in a device, or behind a plug-in.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>The public half, for the self-check and the fingerprint.</summary>
    PublicKey PublicKey { get; }

    /// <summary>Signs the whole <paramref name="message"/> (not its hash: Ed25519 and plug-ins need it). ECDSA: r and s side by side (IEEE P1363).</summary>
    ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
