namespace ImageSign.Trust;

/// <summary>What a failed validation means.</summary>
public enum VerificationAction
{
    /// <summary>The signature fails.</summary>
    Enforce,

    /// <summary>The failure is shown, and does not count.</summary>
    Log,

    /// <summary>The validation is not done.</summary>
    Skip,
}
