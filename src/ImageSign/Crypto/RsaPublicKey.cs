using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>An RSA key of 2048 to 4096 bits.</summary>
internal sealed class RsaPublicKey(RSA key) : PublicKey(key.ExportSubjectPublicKeyInfo())
{
    // .NET promises nothing for one key on several threads.
    private readonly Lock _gate = new();

    public override string Name => $"RSA {key.KeySize}";

    public override IReadOnlyList<SignatureAlgorithm> SigstoreAlgorithms { get; } = [SignatureAlgorithm.RsaPkcs1Sha256];

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (RsaAlgorithm.Find(algorithm) is not var (hash, padding)) return false;
        lock (_gate) return key.VerifyData(message, signature, hash, padding);
    }

    internal override HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) => RsaAlgorithm.Find(algorithm)?.Hash;

    internal override bool VerifyHash(SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (RsaAlgorithm.Find(algorithm) is not var (name, padding)) return false;
        lock (_gate) return key.VerifyHash(hash, signature, name, padding);
    }
}
