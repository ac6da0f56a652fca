using ImageSign.Verification;

namespace ImageSign.Tool.Output;

/// <summary>What a keyless signature proves, in one sentence; and aloud, what was not asked of it.</summary>
internal static class KeylessText
{
    public static IEnumerable<TextNode> Of(Check signature)
    {
        if (signature.Children.FirstOrDefault(check => check is { Id: CheckIds.TrustRoot }) is null) yield break;
        if (signature.FactOf("identity") is { } identity && signature.FactOf("issuer") is { } issuer)
        {
            var logged = signature.FactOf("log") is { } log ? $", logged at {log} #{signature.FactOf("log-index")}" : "";
            yield return TextNode.Line(
                Mark.None, $"signed by {identity} (issuer {issuer}), proven at {signature.FactOf("proven-time")} by {signature.FactOf("proven-by")}{logged}");
        }

        foreach (var check in signature.Children)
        {
            if (check is { Id: CheckIds.Log or CheckIds.CertificateTransparency, Outcome: CheckOutcome.Skip })
            {
                yield return TextNode.Line(Mark.Notice, $"{check.Id}: {check.Reason}");
            }
        }
    }
}
