using ImageSign.Crypto;

namespace ImageSign.Trust;

/// <summary>What an intact signature brings along to be trusted for.</summary>
/// <param name="Chain">The certificates, whose rules and links were checked.</param>
/// <param name="Signature">The signature's bytes, which a timestamp is over.</param>
internal sealed record SignedEvidence(CertificateChain Chain, ReadOnlyMemory<byte> Signature)
{
    /// <summary>The time that a signing authority vouches for; null for a signer's own signature.</summary>
    public DateTimeOffset? AuthenticSigningTime { get; init; }

    /// <summary>The time that the signer claims, or null.</summary>
    public DateTimeOffset? ClaimedTime { get; init; }

    /// <summary>The RFC 3161 token, or null.</summary>
    public ReadOnlyMemory<byte>? Timestamp { get; init; }

    /// <summary>The kind of trust store that the signer's certificate must lead to.</summary>
    public TrustStoreKind StoreKind => AuthenticSigningTime is null ? TrustStoreKind.Ca : TrustStoreKind.SigningAuthority;
}
