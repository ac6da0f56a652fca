using ImageSign.Crypto;

namespace ImageSign.Keys;

/// <summary>A signing key that comes with the certificates of its holder, which certificate-based formats need.</summary>
public interface ICertifiedKey : ISigningKey
{
    /// <summary>The certificates, the key's own first and the root last. Their rules are the format's business.</summary>
    CertificateChain Chain { get; }

    /// <summary>What signs besides ImageSign itself, <c>name/version</c> of a plug-in; null for a local key.</summary>
    string? Agent { get; }
}
