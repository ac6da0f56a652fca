namespace ImageSign.Verification;

/// <summary>The answer about one image, with the tree of checks that it rests on.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Root">The tree.</param>
public sealed record Verdict(VerdictOutcome Outcome, Check Root)
{
    /// <summary>The verdict of a tree: trusted when it passed, undecided when the failure that decided it says nothing about the image.</summary>
    public static Verdict Of(Check root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (root.Passed) return new Verdict(VerdictOutcome.Trusted, root);
        if (root.Outcome == CheckOutcome.Skip) return new Verdict(VerdictOutcome.NotEvaluated, root);
        return new Verdict(root.Code is { Undecided: true } ? VerdictOutcome.Undecided : VerdictOutcome.NotTrusted, root);
    }
}
