using ImageSign.Verification;

namespace ImageSign.Tool.Output;

/// <summary>Checks as lines.</summary>
internal static class CheckTree
{
    /// <summary>Every check, with what it found out.</summary>
    public static TextNode Whole(Check check) => Line(check) with
    {
        Children = [.. check.Children.Count == 0 ? Remedy(check) : [], .. Fields(check, note: null), .. check.Children.Select(Whole)],
    };

    /// <summary>The checks at the bottom of the tree that decided against the image, each with its remedy.</summary>
    public static IEnumerable<TextNode> Failures(Check check)
    {
        if (check.Passed || check is { Advisory: true } or { Outcome: CheckOutcome.Skip }) return [];
        var below = check.Children.SelectMany(Failures).ToList();
        return below.Count > 0 ? below : [Line(check) with { Children = [.. Remedy(check)] }];
    }

    /// <summary>What a check found out; <paramref name="note"/> says how much it is worth ("claimed by the signer"). What nobody signed says so.</summary>
    public static IEnumerable<TextNode> Fields(Check check, string? note) => check.Facts
        .GroupBy(fact => (fact.Name, fact.Signed), fact => fact.Value)
        .Select(facts => TextNode.Field(facts.Key.Name, string.Join(", ", facts) + (facts.Key.Signed ? "" : " (unsigned)") + (note is null ? "" : $" ({note})")));

    /// <summary>A check as one line, without what it found out.</summary>
    public static TextNode Line(Check check)
    {
        var mark = check switch
        {
            { Outcome: CheckOutcome.Pass } => Mark.Good,
            { Outcome: CheckOutcome.Skip } => Mark.Skipped,
            { Advisory: true } => Mark.Notice,
            { Code.Undecided: true } => Mark.Unclear,
            _ => Mark.Bad,
        };
        return new TextNode(mark, check.Id, check.Reason ?? "");
    }

    private static IEnumerable<TextNode> Remedy(Check check) =>
        check is { Outcome: CheckOutcome.Fail, Code: { } code } ? [TextNode.Line(Mark.None, $"{code.Id}: {check.Remedy}")] : [];
}
