namespace ImageSign.Trust;

/// <summary>What the certificates of a trust store are trusted for.</summary>
public enum TrustStoreKind
{
    /// <summary><c>ca</c>: signers, who hold their certificates themselves.</summary>
    Ca,

    /// <summary><c>signingAuthority</c>: signing services, which vouch for the time.</summary>
    SigningAuthority,

    /// <summary><c>tsa</c>: timestamping authorities.</summary>
    Tsa,
}
