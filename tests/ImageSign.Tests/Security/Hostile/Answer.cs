using ImageSign.Verification;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>What a user hears: the exit status, and the code of what decided.</summary>
internal sealed record Answer(int Exit, ErrorCode? Code)
{
    public static Answer Done { get; } = new(0, Code: null);

    public static Answer No(ErrorCode code) => new(1, code);

    public static Answer Cannot(ErrorCode code) => new(3, code);

    /// <summary>The answer to a question: some errors are one.</summary>
    public static async Task<Answer> OfAsync(Task<VerifyResult> verifying)
    {
        try
        {
            var verdict = (await verifying).Verdict;
            return verdict.Outcome == VerdictOutcome.Trusted ? Done : new Answer(verdict.Outcome == VerdictOutcome.NotTrusted ? 1 : 3, verdict.Root.Code);
        }
        catch (ImageSignException e)
        {
            return new Answer(e.Code.Undecided ? 3 : 1, e.Code);
        }
    }

    /// <summary>The end of a deed: whatever the reason, it was done or not.</summary>
    public static async Task<Answer> OfAsync(Task<SignResult> signing)
    {
        try
        {
            await signing;
            return Done;
        }
        catch (ImageSignException e)
        {
            return Cannot(e.Code);
        }
    }

    public override string ToString() => $"exit {Exit}{(Code is null ? "" : $", {Code.Id}")}";
}
