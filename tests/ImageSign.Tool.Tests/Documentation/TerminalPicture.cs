using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>What a terminal shows, as an SVG that follows the reader's choice of light or dark. Digests are cut, so that a line fits on a page.</summary>
internal static partial class TerminalPicture
{
    private const int LineHeight = 20;
    private const int Margin = 20;
    private const double CharacterWidth = 8.43;

    private const string Head = """
        <style>
          .window { fill: #f6f8fa; stroke: #d0d7de; }
          text { font: 14px ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; white-space: pre; }
          .good { fill: #1a7f37; } .bad { fill: #cf222e; font-weight: bold; } .notice { fill: #9a6700; font-weight: bold; } .dim { fill: #656d76; }
          @media (prefers-color-scheme: dark) {
            .window { fill: #0d1117; stroke: #30363d; }
            text { fill: #e6edf3; }
            .good { fill: #3fb950; } .bad { fill: #f85149; } .notice { fill: #d29922; } .dim { fill: #8b949e; }
          }
        </style>

        """;

    /// <summary>The lines as a reader sees them: without colours' escape sequences, with digests cut.</summary>
    public static IReadOnlyList<string> Words(string command, string written) =>
        [$"$ {command}", .. Digest().Replace(Escape().Replace(written, ""), "${start}…").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];

    /// <summary>The picture of these lines.</summary>
    public static string Of(string title, IReadOnlyList<string> lines)
    {
        var width = (int)(lines.Max(line => line.Length) * CharacterWidth) + (2 * Margin);
        var height = (lines.Count * LineHeight) + (2 * Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SecurityElement.Escape(title)}</title>\n{Head}");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"window\" x=\"0.5\" y=\"0.5\" width=\"{width - 1}\" height=\"{height - 1}\" rx=\"8\"/>\n");
        for (var number = 0; number < lines.Count; number++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{Margin + 14 + (number * LineHeight)}\" xml:space=\"preserve\">{Coloured(lines[number])}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The lines of a picture that was made before.</summary>
    public static IReadOnlyList<string> WordsOf(string svg) =>
        [.. Line().Matches(svg).Select(match => System.Net.WebUtility.HtmlDecode(Tag().Replace(match.Groups["text"].Value, "")))];

    private static string Coloured(string line)
    {
        var parts = Parts().Match(line);
        var mark = parts.Groups["mark"].Value;
        var style = mark switch { "✓" => "good", "✗" => "bad", "!" or "?" => "notice", _ => "dim" };
        return $"{Span("dim", parts.Groups["tree"].Value)}{Span(style, mark)}{Span("dim", parts.Groups["label"].Value)}{SecurityElement.Escape(parts.Groups["rest"].Value)}";
    }

    private static string Span(string style, string text) => text.Length == 0 ? "" : $"<tspan class=\"{style}\">{SecurityElement.Escape(text)}</tspan>";

    [GeneratedRegex(@"^(?<tree>[│├└─ $]*)(?<mark>[✓✗!?–]?)(?<label>[a-z.-]+ {2,})?(?<rest>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Parts();

    [GeneratedRegex(@"(?<start>sha256:[0-9a-f]{12})[0-9a-f]{52}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"<text [^>]*>(?<text>.*)</text>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Line();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tag();
}
