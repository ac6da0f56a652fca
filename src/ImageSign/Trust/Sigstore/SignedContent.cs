using System.Security.Cryptography;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>A signature and what it is over, in the ways that logs and keys ask for it.</summary>
/// <param name="Signature">The signature's bytes, ECDSA in DER.</param>
internal abstract record SignedContent(ReadOnlyMemory<byte> Signature)
{
    /// <summary>The hash of what is signed; null when it is not known.</summary>
    public abstract byte[]? HashWith(HashAlgorithmName algorithm);

    /// <summary>What is signed; null when only hashes are known.</summary>
    protected abstract ReadOnlyMemory<byte>? Message { get; }

    /// <summary>True when <paramref name="key"/> made the signature with <paramref name="algorithm"/>.</summary>
    public bool IsSignedBy(PublicKey key, SignatureAlgorithm algorithm)
    {
        if (key.FromDer(Signature.Span) is not { } raw) return false;
        if (key.HashOf(algorithm) is { } hash) return HashWith(hash) is { } digest && key.VerifyHash(algorithm, digest, raw);
        return Message is { } message && key.Verify(algorithm, message.Span, raw);
    }

    /// <summary>True when <paramref name="key"/> signs messages with <paramref name="algorithm"/>, and only a hash is there.</summary>
    public bool NeedsMessage(PublicKey key, SignatureAlgorithm algorithm) => Message is null && key.HashOf(algorithm) is null;
}
