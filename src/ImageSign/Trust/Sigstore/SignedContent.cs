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

/// <summary>A DSSE envelope with one signature over its pre-authentication encoding.</summary>
/// <param name="PayloadType">The type of the payload.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signature">The signature.</param>
internal sealed record SignedEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature) : SignedContent(Signature)
{
    private readonly byte[] _encoding = Dsse.PreAuthEncoding(PayloadType, Payload.Span);

    /// <inheritdoc />
    protected override ReadOnlyMemory<byte>? Message => _encoding;

    /// <inheritdoc />
    public override byte[] HashWith(HashAlgorithmName algorithm) => CryptographicOperations.HashData(algorithm, _encoding);
}

/// <summary>A file, or a payload, that was signed as it is.</summary>
internal sealed record SignedFile : SignedContent
{
    private readonly Func<HashAlgorithmName, byte[]?> _hash;
    private readonly ReadOnlyMemory<byte>? _message;

    /// <summary>Bytes that are there.</summary>
    public SignedFile(ReadOnlyMemory<byte> message, ReadOnlyMemory<byte> signature)
        : this(algorithm => CryptographicOperations.HashData(algorithm, message.Span), message, signature)
    {
    }

    /// <summary>A file of which hashes are known, and perhaps the bytes.</summary>
    public SignedFile(Func<HashAlgorithmName, byte[]?> hash, ReadOnlyMemory<byte>? message, ReadOnlyMemory<byte> signature)
        : base(signature) => (_hash, _message) = (hash, message);

    /// <inheritdoc />
    protected override ReadOnlyMemory<byte>? Message => _message;

    /// <inheritdoc />
    public override byte[]? HashWith(HashAlgorithmName algorithm) => _hash(algorithm);
}
