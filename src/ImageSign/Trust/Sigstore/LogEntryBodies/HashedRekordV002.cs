using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore.LogEntryBodies;

/// <summary>
/// Rekor v2, <c>hashedrekord</c> 0.0.2. Rekor v2 specification, "Verifier Requirements": the leaf is rebuilt from the signature itself, so
/// that nothing of the entry has to be believed; what stands in the entry must be the same, byte for byte, since that is what people are
/// shown.
/// </summary>
internal static class HashedRekordV002
{
    public static string? Mismatch(ReadOnlySpan<byte> body, SignedContent content, Verifier verifier)
    {
        if (Rebuild(content, verifier) is not { } rebuilt) return $"a log of this kind takes no {verifier.Key.Name} key";
        return body.SequenceEqual(rebuilt) ? null : "its body is not that of this signature";
    }

    /// <summary>
    /// The body that the log must have hashed (RFC 8785: the members are sorted, and no string in it needs an escape); null when the hash
    /// is not known or no log takes such a key.
    /// </summary>
    public static byte[]? Rebuild(SignedContent content, Verifier verifier)
    {
        if (KindOf(verifier.Key) is not var (algorithm, hash, details) || content.HashWith(hash) is not { } digest) return null;
        var kind = verifier.Certificate is null ? "publicKey" : "x509Certificate";
        var data = $"\"data\":{{\"algorithm\":\"{algorithm}\",\"digest\":\"{Base64(digest)}\"}}";
        var key = $"{{\"keyDetails\":\"{details}\",\"{kind}\":{{\"rawBytes\":\"{Base64(verifier.Der.Span)}\"}}}}";
        var signature = $"\"signature\":{{\"content\":\"{Base64(content.Signature.Span)}\",\"verifier\":{key}}}";
        return Encoding.ASCII.GetBytes(
            $"{{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{{\"hashedRekordV002\":{{{data},{signature}}}}}}}");
    }

    /// <summary>How signatures of a key are logged (sigstore algorithm-registry, "Signature Algorithms").</summary>
    private static (string Algorithm, HashAlgorithmName Hash, string KeyDetails)? KindOf(PublicKey key) => key.Name switch
    {
        "ECDSA P-256" => ("SHA2_256", HashAlgorithmName.SHA256, "PKIX_ECDSA_P256_SHA_256"),
        "ECDSA P-384" => ("SHA2_384", HashAlgorithmName.SHA384, "PKIX_ECDSA_P384_SHA_384"),
        "ECDSA P-521" => ("SHA2_512", HashAlgorithmName.SHA512, "PKIX_ECDSA_P521_SHA_512"),
        "RSA 2048" => ("SHA2_256", HashAlgorithmName.SHA256, "PKIX_RSA_PKCS1V15_2048_SHA256"),
        "RSA 3072" => ("SHA2_256", HashAlgorithmName.SHA256, "PKIX_RSA_PKCS1V15_3072_SHA256"),
        "RSA 4096" => ("SHA2_256", HashAlgorithmName.SHA256, "PKIX_RSA_PKCS1V15_4096_SHA256"),
        "Ed25519" => ("SHA2_512", HashAlgorithmName.SHA512, "PKIX_ED25519_PH"),
        _ => null,
    };

    private static string Base64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes);
}
