using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Sigstore;

/// <summary>A file as what it is for a signature: its hashes, and its bytes for a key that signs no hashes.</summary>
internal sealed class SignedMessage
{
    private const int BufferBytes = 256 * 1024;

    private readonly IReadOnlyDictionary<HashAlgorithmName, byte[]> _hashes;

    private SignedMessage(IReadOnlyDictionary<HashAlgorithmName, byte[]> hashes, ReadOnlyMemory<byte>? whole) => (_hashes, Whole) = (hashes, whole);

    /// <summary>The bytes; null when they were not asked for, or are more than <see cref="Limits.MaxWholeMessageBytes"/>.</summary>
    public ReadOnlyMemory<byte>? Whole { get; }

    /// <summary>The digest by which people know the file.</summary>
    public Digest Digest => Digest.FromHash(HashOf(HashAlgorithmName.SHA256));

    /// <summary>Reads <paramref name="content"/> once, whatever its size, in constant memory.</summary>
    /// <param name="content">The file, which knows its length.</param>
    /// <param name="hashes">The hashes that are wanted besides SHA-256.</param>
    /// <param name="whole">Whether the bytes are wanted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<SignedMessage> ReadAsync(Stream content, IEnumerable<HashAlgorithmName> hashes, bool whole, CancellationToken cancellationToken)
    {
        var hashers = hashes.Append(HashAlgorithmName.SHA256).Distinct().Select(IncrementalHash.CreateHash).ToList();
        try
        {
            var kept = whole && content.Length <= Limits.MaxWholeMessageBytes ? new byte[content.Length] : null;
            var buffer = kept ?? new byte[BufferBytes];
            var position = 0;
            while (await content.ReadAsync(buffer.AsMemory(position, Math.Min(BufferBytes, buffer.Length - position)), cancellationToken).ConfigureAwait(false) is var read and > 0)
            {
                foreach (var hasher in hashers) hasher.AppendData(buffer, position, read);
                if (kept is not null) position += read;
            }

            return new SignedMessage(hashers.ToDictionary(hasher => hasher.AlgorithmName, hasher => hasher.GetHashAndReset()), kept is null ? (ReadOnlyMemory<byte>?)null : kept);
        }
        finally
        {
            foreach (var hasher in hashers) hasher.Dispose();
        }
    }

    /// <summary>The hashes that signatures of <paramref name="key"/> may be over.</summary>
    public static IEnumerable<HashAlgorithmName> HashesFor(PublicKey key) => key.SigstoreAlgorithms.Select(key.HashOf).OfType<HashAlgorithmName>();

    /// <summary>True when <paramref name="key"/> signs messages, not hashes.</summary>
    public static bool NeedsWhole(PublicKey key) => key.HashOf(key.SigstoreAlgorithms[0]) is null;

    /// <summary>A hash that was asked for.</summary>
    public byte[] HashOf(HashAlgorithmName algorithm) => _hashes[algorithm];

    /// <summary>A hash, or null when it was not asked for.</summary>
    public byte[]? KnownHashOf(HashAlgorithmName algorithm) => _hashes.GetValueOrDefault(algorithm);

    /// <summary>True when <paramref name="signature"/> (ECDSA in DER) is the key's over this message.</summary>
    public bool IsSignedBy(PublicKey key, ReadOnlySpan<byte> signature)
    {
        if (key.FromDer(signature) is not { } raw) return false;
        foreach (var algorithm in key.SigstoreAlgorithms)
        {
            if (key.HashOf(algorithm) is { } hash ? key.VerifyHash(algorithm, HashOf(hash), raw) : Whole is { } whole && key.Verify(algorithm, whole.Span, raw)) return true;
        }

        return false;
    }
}
