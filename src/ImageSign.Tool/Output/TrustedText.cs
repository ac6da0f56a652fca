using ImageSign.Verification;

namespace ImageSign.Tool.Output;

/// <summary>The good news: what holds, who says so, and what it covers.</summary>
internal static class TrustedText
{
    public static IReadOnlyList<TextNode> Of(Check root)
    {
        var signatures = Signatures(root).ToList();
        var coverage = signatures.SelectMany(signature => signature.Children).FirstOrDefault(check => check is { Id: CheckIds.Coverage, Passed: true });
        var platforms = root.Children.Where(check => check is { Id: CheckIds.Platforms or CheckIds.Platform, Passed: true });
        return
        [
            .. signatures.Select(signature => TextNode.Line(Mark.Good, "Signature is valid", [.. KeylessText.Of(signature), .. Fields(signature)])),
            TextNode.Line(Mark.Good, "Image has not been tampered", [.. ((IEnumerable<Check?>)[coverage, .. platforms]).OfType<Check>().SelectMany(check => CheckTree.Fields(check, check.Reason))]),
            .. platforms.SelectMany(check => check.Children).Select(Platform),
            .. root.Children.Where(check => check is { Id: CheckIds.Config, Passed: true }).Select(ConfigText.Of),
        ];
    }

    private static TextNode Platform(Check platform) =>
        TextNode.Line(Mark.Good, $"{platform.FactOf("platform")}: signature is valid", [.. Signatures(platform).SelectMany(Fields)]);

    /// <summary>The good signatures of one image, not those of its platforms.</summary>
    private static IEnumerable<Check> Signatures(Check image) => image.Children
        .Where(check => check.Id == CheckIds.Signatures)
        .SelectMany(group => group.Flatten())
        .Where(check => check is { Id: CheckIds.Signature, Passed: true });

    /// <summary>What the signature's checks found out, each value once; where it is comes last. An advisory check that failed is said aloud.</summary>
    private static IEnumerable<TextNode> Fields(Check signature) => signature.Children
        .Where(check => check.Id is not (CheckIds.Coverage or CheckIds.ClaimsSubject))
        .SelectMany(check => check is { Advisory: true, Outcome: CheckOutcome.Fail } ? [TextNode.Line(Mark.Notice, check.Reason ?? check.Id)] : CheckTree.Fields(check, check.Reason))
        .Concat(CheckTree.Fields(signature with { Facts = [.. signature.Facts.Where(fact => !signature.Facts.Any(other => IsPartOf(fact, other)))] }, note: null))
        .DistinctBy(field => (field.Mark, field.Label, field.Text));

    private static bool IsPartOf(Fact fact, Fact other) => other.Value.Length > fact.Value.Length && other.Value.Contains(fact.Value, StringComparison.Ordinal);
}
