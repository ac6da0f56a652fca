namespace ImageSign.Crypto;

/// <summary>How a message is signed. Members name the primitive, the hash and the padding; the key's size or curve is the key's own.</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSA PKCS#1 v1.5 with SHA-256: what cosign signs with.</summary>
    RsaPkcs1Sha256,

    /// <summary>RSA-PSS with SHA-256, salt as long as the hash (Notary, RSA 2048).</summary>
    RsaPssSha256,

    /// <summary>RSA-PSS with SHA-384 (Notary, RSA 3072).</summary>
    RsaPssSha384,

    /// <summary>RSA-PSS with SHA-512 (Notary, RSA 4096).</summary>
    RsaPssSha512,

    /// <summary>ECDSA with SHA-256.</summary>
    EcdsaSha256,

    /// <summary>ECDSA with SHA-384.</summary>
    EcdsaSha384,

    /// <summary>ECDSA with SHA-512.</summary>
    EcdsaSha512,

    /// <summary>Ed25519, pure (RFC 8032).</summary>
    Ed25519,

    /// <summary>RSA PKCS#1 v1.5 with SHA-384.</summary>
    RsaPkcs1Sha384,

    /// <summary>RSA PKCS#1 v1.5 with SHA-512.</summary>
    RsaPkcs1Sha512,

    /// <summary>Ed25519ph (RFC 8032, section 5.1): over the SHA-512 of the message, with an empty context. What Sigstore's logs verify.</summary>
    Ed25519Prehashed,
}
