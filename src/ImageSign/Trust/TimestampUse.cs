namespace ImageSign.Trust;

/// <summary>When the timestamp of a signature is asked for (<c>verifyTimestamp</c>).</summary>
public enum TimestampUse
{
    /// <summary>Always, when the statement names a tsa trust store.</summary>
    Always,

    /// <summary>Only when a certificate of the signer has expired.</summary>
    AfterCertExpiry,
}
