namespace ImageSign.Trust;

/// <summary>What is known of one certificate's revocation.</summary>
public enum RevocationStatus
{
    /// <summary>It was not revoked, or names nobody who could tell.</summary>
    Good,

    /// <summary>It could not be found out.</summary>
    Unknown,

    /// <summary>It was revoked.</summary>
    Revoked,
}
