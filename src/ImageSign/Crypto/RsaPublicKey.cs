using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>An RSA key of 2048 to 4096 bits.</summary>
internal sealed class RsaPublicKey(RSA key) : PublicKey(key.ExportSubjectPublicKeyInfo())
{
    // .NET promises nothing for one key on several threads.
    private readonly Lock _gate = new();

    public override string Name => $"RSA {key.KeySize}";

    public override IReadOnlyList<SignatureAlgorithm> SigstoreAlgorithms { get; } =
        [SignatureAlgorithm.RsaPkcs1Sha256, SignatureAlgorithm.RsaPkcs1Sha512, SignatureAlgorithm.RsaPkcs1Sha384];

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

    internal override string? UnacceptedWay(Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature)
    {
        if (IsOver(HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1, hashOf, signature)) return "PKCS #1 v1.5 over SHA-1";
        foreach (var hash in (HashAlgorithmName[])[HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512])
        {
            if (IsOver(hash, RSASignaturePadding.Pss, hashOf, signature)) return "RSA-PSS";
        }

        return null;
    }

    private bool IsOver(HashAlgorithmName name, RSASignaturePadding padding, Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature)
    {
        if (hashOf(name) is not { } hash) return false;
        try
        {
            lock (_gate) return key.VerifyHash(hash, signature, name, padding);
        }
        catch (CryptographicException)
        {
            return false; // some systems forbid SHA-1: then nothing is known of it
        }
    }
}
