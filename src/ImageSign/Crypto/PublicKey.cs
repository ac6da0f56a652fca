using System.Security.Cryptography;

namespace ImageSign.Crypto;

/// <summary>A public key that signatures are checked with. Sizes and curves that this project does not accept cannot be constructed.</summary>
public abstract class PublicKey
{
    private protected PublicKey(byte[] subjectPublicKeyInfo) => SubjectPublicKeyInfo = subjectPublicKeyInfo;

    /// <summary>The key as DER SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>The SHA-256 of <see cref="SubjectPublicKeyInfo"/>, as <c>sha256:…</c>: how people tell keys apart.</summary>
    public string Fingerprint => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(SubjectPublicKeyInfo.Span))}";

    /// <summary>True when the key was taken from a certificate, which was not evaluated: neither its issuer nor its validity say anything here.</summary>
    public bool FromCertificate { get; internal set; }

    /// <summary>The kind of key for people: <c>RSA 3072</c>, <c>ECDSA P-256</c>, <c>Ed25519</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The algorithms that a Sigstore or cosign signature of this key may use, the one we sign with first.</summary>
    /// <remarks>
    /// formats-cosign §1.2: P-384 and P-521 sign with the curve's hash; cosign up to 3.1.1 and podman used SHA-256. cosign's --signature-digest-algorithm
    /// and key services choose another hash of the SHA-2 family: with one key, each of them proves the same.
    /// </remarks>
    public abstract IReadOnlyList<SignatureAlgorithm> SigstoreAlgorithms { get; }

    /// <summary>True when <paramref name="signature"/> (ECDSA: r and s side by side, IEEE P1363) is this key's over <paramref name="message"/>.</summary>
    public abstract bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>True when <paramref name="signature"/> (ECDSA: DER, as cosign writes it) is this key's under one of <see cref="SigstoreAlgorithms"/>.</summary>
    public bool VerifySigstore(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        foreach (var algorithm in SigstoreAlgorithms)
        {
            if (VerifySigstore(algorithm, message, signature)) return true;
        }

        return false;
    }

    /// <summary>True when <paramref name="signature"/> (ECDSA: DER, as cosign writes it) is this key's under that algorithm.</summary>
    internal bool VerifySigstore(SignatureAlgorithm algorithm, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        FromDer(signature) is { } raw && Verify(algorithm, message, raw);

    /// <summary>How this key made <paramref name="signature"/>, when it did, but in a way that nobody accepts here; null when it did not make it.</summary>
    /// <param name="hashOf">The hashes of the message; null for one that is not known.</param>
    /// <param name="signature">A signature that <see cref="VerifySigstore(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> refused.</param>
    internal virtual string? UnacceptedWay(Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature) => null;

    /// <summary>A signature of this key as cosign writes it: ECDSA in DER, others as they are.</summary>
    public virtual byte[] ToDer(ReadOnlySpan<byte> signature) => signature.ToArray();

    /// <summary>The inverse of <see cref="ToDer"/>; null for what is not exactly one signature.</summary>
    internal virtual byte[]? FromDer(ReadOnlySpan<byte> signature) => signature.ToArray();

    /// <summary>The hash that <paramref name="algorithm"/> signs; null when it signs the whole message.</summary>
    internal virtual HashAlgorithmName? HashOf(SignatureAlgorithm algorithm) => null;

    /// <summary>As <see cref="Verify"/>, for a message whose <see cref="HashOf"/> is known.</summary>
    internal virtual bool VerifyHash(SignatureAlgorithm algorithm, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) => false;
}
