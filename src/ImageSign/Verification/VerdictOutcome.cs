namespace ImageSign.Verification;

/// <summary>The answers that a verification can give.</summary>
public enum VerdictOutcome
{
    /// <summary>Everything that was asked is satisfied. Exit code 0.</summary>
    Trusted,

    /// <summary>The evidence was read and is not sufficient. Exit code 1.</summary>
    NotTrusted,

    /// <summary>It could not be decided: network, limits, keys. Exit code 3.</summary>
    Undecided,

    /// <summary>A policy says that this image is not to be evaluated. Exit code 0, never "trusted".</summary>
    NotEvaluated,
}
