using ImageSign.Verification;

namespace ImageSign.Tool;

/// <summary>What the shell is told; scripts rely on it.</summary>
internal static class ExitCodes
{
    /// <summary>Trusted, or done.</summary>
    public const int Success = 0;

    /// <summary>The evidence was read and is not sufficient.</summary>
    public const int NotTrusted = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>It could not be decided, or could not be done.</summary>
    public const int Undecided = 3;

    /// <summary>Interrupted, as shells count SIGINT.</summary>
    public const int Cancelled = 130;

    private static readonly int[] WorstFirst = [Cancelled, Usage, Undecided, NotTrusted, Success];

    /// <summary>The exit code of a verdict.</summary>
    public static int Of(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Trusted or VerdictOutcome.NotEvaluated => Success,
        VerdictOutcome.NotTrusted => NotTrusted,
        _ => Undecided,
    };

    /// <summary>The exit code of a question about an image that ended with an error: some errors are an answer.</summary>
    public static int OfQuestion(ErrorCode code) => IsUsage(code) ? Usage : code.Undecided ? Undecided : NotTrusted;

    /// <summary>The exit code of something to be done that ended with an error: whatever the reason, it was not done.</summary>
    public static int OfDeed(ErrorCode code) => IsUsage(code) ? Usage : Undecided;

    /// <summary>The exit code of several images.</summary>
    public static int Worst(int one, int other) => Array.IndexOf(WorstFirst, one) <= Array.IndexOf(WorstFirst, other) ? one : other;

    /// <summary>True for errors that only the words of the command line can cause.</summary>
    private static bool IsUsage(ErrorCode code) => code == ErrorCodes.InvalidReference || code == ErrorCodes.InvalidPlatform || code == ErrorCodes.InvalidAnnotation
        || code == ErrorCodes.InvalidDuration || code == ErrorCodes.UnknownFormat || code == ErrorCodes.NoKey || code == ErrorCodes.ImageListLine
        || code == ErrorCodes.InvalidRegistryHost
        || code == ErrorCodes.KeyReferenceInvalid || code == ErrorCodes.PinInReference
        || code == ErrorCodes.IdentityInvalid || code == ErrorCodes.UnknownInstance;
}
