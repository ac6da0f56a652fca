using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ImageSign.Crypto;

/// <summary>An Ed25519 key (RFC 8032, RFC 8410); BouncyCastle, because .NET has none.</summary>
internal sealed class Ed25519PublicKey(byte[] point) : PublicKey(Encode(point))
{
    public const string Oid = "1.3.101.112";

    public override string Name => "Ed25519";

    public override IReadOnlyList<SignatureAlgorithm> SigstoreAlgorithms { get; } = [SignatureAlgorithm.Ed25519];

    public override bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (algorithm == SignatureAlgorithm.Ed25519Prehashed) return VerifyHash(algorithm, SHA512.HashData(message), signature);
        if (algorithm != SignatureAlgorithm.Ed25519 || signature.Length != Ed25519.SignatureSize) return false;
        var bytes = message.ToArray();
        return Ed25519.Verify(signature.ToArray(), 0, point, 0, bytes, 0, bytes.Length);
    }

    internal override string? UnacceptedWay(Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize && hashOf(HashAlgorithmName.SHA512) is { } hash
            && Ed25519.VerifyPrehash(signature.ToArray(), 0, point, 0, [], hash, 0)
            ? "Ed25519ph" : null;

    internal override HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.Ed25519Prehashed ? HashAlgorithmName.SHA512 : null;

    internal override bool VerifyHash(SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        algorithm == SignatureAlgorithm.Ed25519Prehashed && signature.Length == Ed25519.SignatureSize && hash.Length == Ed25519.PrehashSize
        && Ed25519.VerifyPrehash(signature.ToArray(), 0, point, 0, [], hash.ToArray(), 0);

    /// <summary>True when <paramref name="point"/> is a valid public key that is not of small order.</summary>
    public static bool IsValid(byte[] point) => point.Length == Ed25519.PublicKeySize && Ed25519.ValidatePublicKeyFull(point, 0);

    private static byte[] Encode(byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(Oid);
            writer.WriteBitString(point);
        }

        return writer.Encode();
    }
}
