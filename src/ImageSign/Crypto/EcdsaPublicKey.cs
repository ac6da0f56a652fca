using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>An ECDSA key on P-256, P-384 or P-521.</summary>
internal sealed class EcdsaPublicKey(ECDsa key, string curve) : PublicKey(key.ExportSubjectPublicKeyInfo())
{
    // .NET promises nothing for one key on several threads.
    private readonly Lock _gate = new();

    public override string Name => $"ECDSA {curve}";

    public override IReadOnlyList<SignatureAlgorithm> SigstoreAlgorithms { get; } = curve switch
    {
        "P-384" => [SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.EcdsaSha512],
        "P-521" => [SignatureAlgorithm.EcdsaSha512, SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.EcdsaSha384],
        _ => [SignatureAlgorithm.EcdsaSha256, SignatureAlgorithm.EcdsaSha384, SignatureAlgorithm.EcdsaSha512],
    };

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (EcdsaEncoding.HashOf(algorithm) is not { } hash) return false;
        lock (_gate) return key.VerifyData(message, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override byte[] ToDer(ReadOnlySpan<byte> signature) => EcdsaEncoding.ToDer(signature);

    internal override HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) => EcdsaEncoding.HashOf(algorithm);

    internal override bool VerifyHash(SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (HashOf(algorithm) is null) return false;
        lock (_gate) return key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal override byte[]? FromDer(ReadOnlySpan<byte> signature) => EcdsaEncoding.FromDer(signature, key.KeySize);

    internal override string? UnacceptedWay(Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature)
    {
        if (FromDer(signature) is { } raw) return IsOver(hashOf(HashAlgorithmName.SHA1), raw) ? "ECDSA over SHA-1" : null;
        foreach (var algorithm in SigstoreAlgorithms)
        {
            if (IsOver(hashOf(EcdsaEncoding.HashOf(algorithm)!.Value), signature)) return "ECDSA with r and s side by side";
        }

        return null;
    }

    private bool IsOver(byte[]? hash, ReadOnlySpan<byte> signature)
    {
        if (hash is null || signature.Length != 2 * ((key.KeySize + 7) / 8)) return false;
        lock (_gate) return key.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
