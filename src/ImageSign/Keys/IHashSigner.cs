using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A place outside this process that signs hashes; nobody believes it before <see cref="CheckedHashKey"/> has looked.</summary>
internal interface IHashSigner : IDisposable
{
    /// <summary>Signs a hash, the one that <paramref name="algorithm"/> names. ECDSA: r and s side by side (IEEE P1363).</summary>
    Task<byte[]> SignHashAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);
}
