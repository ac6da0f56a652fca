using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Tool.Output;

/// <summary>Shows verdicts.</summary>
internal sealed class VerifyView : IResultView<VerifyResult>
{
    private const int MaxFailuresShown = 10;

    /// <inheritdoc />
    public int ExitCodeOf(VerifyResult result) => ExitCodes.Of(result.Verdict.Outcome);

    /// <inheritdoc />
    public int ExitCodeOf(ErrorCode code) => ExitCodes.OfQuestion(code);

    /// <inheritdoc />
    public string WordOf(VerifyResult result) => VerdictJson.NameOf(result.Verdict.Outcome).Replace('-', ' ');

    /// <inheritdoc />
    public string WordOf(ErrorCode code) => VerdictJson.NameOf(code.Undecided ? VerdictOutcome.Undecided : VerdictOutcome.NotTrusted).Replace('-', ' ');

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(VerifyResult result) =>
        result.Verdict.Root.Children.Where(check => check.Id == CheckIds.OtherImages).Select(check => $"'{result.Image.Name}' holds other images, {check.Reason}.");

    /// <inheritdoc />
    public IReadOnlyList<TextNode> ToText(VerifyResult result, bool verbose)
    {
        var root = result.Verdict.Root;
        IReadOnlyList<TextNode> answer = result.Verdict.Outcome switch
        {
            VerdictOutcome.Trusted => TrustedText.Of(root),
            VerdictOutcome.NotEvaluated => [TextNode.Line(Mark.Notice, $"NOT EVALUATED: {root.Reason}")],
            VerdictOutcome.Undecided => [TextNode.Line(Mark.Unclear, "It could not be decided whether to trust the image", Failures(root, verbose))],
            _ => [TextNode.Line(Mark.Bad, root.Code == ErrorCodes.Unsigned ? "Image is not signed" : "Image is not trusted", Failures(root, verbose))],
        };
        return [ImageHeading.Of(result.Image), .. answer, .. verbose ? [CheckTree.Whole(root)] : (TextNode[])[]];
    }

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, VerifyResult result) => VerifyResultJson.Write(writer, result);

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => VerifyResultJson.Write(writer, image, failure);

    private static TextNode[] Failures(Check root, bool verbose)
    {
        var failures = CheckTree.Failures(root).ToArray();
        if (verbose || failures.Length <= MaxFailuresShown) return failures;
        return [.. failures.Take(MaxFailuresShown), TextNode.Line(Mark.None, $"and {failures.Length - MaxFailuresShown} more; --verbose shows them")];
    }
}
