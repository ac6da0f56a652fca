using ImageSign.Verification;

namespace ImageSign.Tests.Support;

/// <summary>Assertions about verdicts.</summary>
internal static class Verdicts
{
    /// <summary>The check that decided against the image: the innermost one whose failure every group above it reports.</summary>
    public static Check Decisive(this Verdict verdict)
    {
        var check = verdict.Root;
        while (check.Children.FirstOrDefault(child => child.Code == check.Code && child.Reason == check.Reason) is { } cause) check = cause;
        return check;
    }

    public static void MustBeTrusted(this VerifyResult result) => Assert.True(result.Verdict.Outcome == VerdictOutcome.Trusted, result.Verdict.Explain());

    public static void MustNotBeTrusted(this VerifyResult result, string checkId, ErrorCode? code = null)
    {
        Assert.True(result.Verdict.Outcome == VerdictOutcome.NotTrusted, result.Verdict.Explain());
        Assert.True(result.Verdict.Decisive().Id == checkId, $"expected {checkId}\n{result.Verdict.Explain()}");
        if (code is not null) Assert.Equal(code, result.Verdict.Decisive().Code);
    }

    public static void MustBeUndecided(this VerifyResult result, ErrorCode code)
    {
        Assert.True(result.Verdict.Outcome == VerdictOutcome.Undecided, result.Verdict.Explain());
        Assert.Equal(code, result.Verdict.Root.Code);
    }

    public static string Explain(this Verdict verdict) => $"{verdict.Outcome}\n{string.Join('\n', Lines(verdict.Root, depth: 0))}";

    private static IEnumerable<string> Lines(Check check, int depth) => check.Children.SelectMany(child => Lines(child, depth + 1))
        .Prepend($"{new string(' ', 2 * depth)}{check.Outcome} {check.Id} {check.Code} {check.Reason}");
}
