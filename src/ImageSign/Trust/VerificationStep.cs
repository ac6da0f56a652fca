namespace ImageSign.Trust;

/// <summary>The validations that a trust policy speaks of (trust-store-trust-policy, "Signature Verification details").</summary>
public enum VerificationStep
{
    /// <summary>The envelope is well-formed and intact. Always enforced.</summary>
    Integrity,

    /// <summary>The signer's certificate leads to a trust store, and the signer is a trusted identity.</summary>
    Authenticity,

    /// <summary>The certificates were valid when the signature was made.</summary>
    AuthenticTimestamp,

    /// <summary>The signature has not expired.</summary>
    Expiry,

    /// <summary>No certificate was revoked.</summary>
    Revocation,
}
