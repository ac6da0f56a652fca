using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A key that can sign a message of which only the hash is at hand, so that large files need not be in memory.</summary>
internal interface IHashSigningKey : ISigningKey
{
    /// <summary>Signs a hash, the one that <paramref name="algorithm"/> names. ECDSA: r and s side by side (IEEE P1363).</summary>
    ValueTask<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);
}
