namespace ImageSign.Formats.Notary;

/// <summary>Names in the headers of Notary Project envelopes (signature-specification, "Signed Attributes" and "Unsigned Attributes").</summary>
internal static class NotaryHeaders
{
    public const string SigningScheme = "io.cncf.notary.signingScheme";
    public const string SigningTime = "io.cncf.notary.signingTime";
    public const string AuthenticSigningTime = "io.cncf.notary.authenticSigningTime";
    public const string Expiry = "io.cncf.notary.expiry";
    public const string VerificationPlugin = "io.cncf.notary.verificationPlugin";
    public const string VerificationPluginMinVersion = "io.cncf.notary.verificationPluginMinVersion";
    public const string SigningAgent = "io.cncf.notary.signingAgent";
    public const string TimestampSignature = "io.cncf.notary.timestampSignature";

    /// <summary>The scheme of a signer who holds the certificate.</summary>
    public const string X509Scheme = "notary.x509";

    /// <summary>The scheme of a signing service that vouches for the time.</summary>
    public const string SigningAuthorityScheme = "notary.x509.signingAuthority";

    /// <summary>Manifest annotation: the SHA-256 of each certificate, a JSON array as text.</summary>
    public const string ThumbprintsAnnotation = "io.cncf.notary.x509chain.thumbprint#S256";

    /// <summary>The prefix that user metadata may not have.</summary>
    public const string ReservedPrefix = "io.cncf.notary";
}
