using System.Security.Cryptography;

namespace ImageSign.Trust.Sigstore;

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
