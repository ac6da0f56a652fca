using System.Security.Cryptography;
using ImageSign.Crypto;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ImageSign.Keys.File;

/// <summary>An Ed25519 private key in memory; signs pure (RFC 8032), which cosign, podman and everybody else verifies.</summary>
internal sealed class Ed25519SigningKey : ISigningKey
{
    private readonly byte[] _seed;

    public Ed25519SigningKey(byte[] seed, string name)
    {
        if (seed.Length != Ed25519.SecretKeySize) throw ErrorCodes.KeyInvalid.With(name, "its Ed25519 seed is not 32 bytes long");
        _seed = seed;
        var point = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, point, 0);
        PublicKey = new Ed25519PublicKey(point);
    }

    public PublicKey PublicKey { get; }

    public ValueTask<byte[]> SignAsync(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (algorithm != SignatureAlgorithm.Ed25519) throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not Ed25519.");
        var signature = new byte[Ed25519.SignatureSize];
        var bytes = message.ToArray();
        Ed25519.Sign(_seed, 0, bytes, 0, bytes.Length, signature, 0);
        return ValueTask.FromResult(signature);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_seed);
}
