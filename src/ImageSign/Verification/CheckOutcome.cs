namespace ImageSign.Verification;

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>The evidence was read and is sufficient.</summary>
    Pass,

    /// <summary>The evidence is missing, insufficient, or could not be read.</summary>
    Fail,

    /// <summary>The check was not evaluated. Never counts as a pass where it is required.</summary>
    Skip,
}
