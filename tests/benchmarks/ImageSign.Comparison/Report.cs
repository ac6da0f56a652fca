using System.Globalization;

namespace ImageSign.Comparison;

/// <summary>The tables, as Markdown, and the bars that they are held against.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<string> _bars = [];

    /// <summary>A table of one race; the ratio is of the first contestant's time to each other's.</summary>
    public void Table(string title, IReadOnlyList<Series> series)
    {
        output.WriteLine($"\n### {title} ({series[0].Samples.Count} runs)\n");
        output.WriteLine("| | wall ms | min–max | CPU ms | peak MiB | requests | bytes | ours / its wall |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var one in series)
        {
            var traffic = one.Traffic is var (requests, bytes) ? Text($"{requests} | {bytes}") : " | ";
            output.WriteLine(Text($"| {one.Name} | {one.Wall:0.0} | {one.Fastest:0.0}–{one.Slowest:0.0} | {one.Cpu:0.0} | {one.Peak:0.0} | {traffic} | {series[0].Wall / one.Wall:0.00} |"));
        }

        output.Flush();
    }

    /// <summary>Something that must hold: a number that is at most (or at least) a limit.</summary>
    public void Bar(string what, double value, double limit, bool atLeast = false)
    {
        var holds = atLeast ? value >= limit : value <= limit;
        _bars.Add(Text($"| {what} | {(atLeast ? "≥" : "≤")} {limit:0.##} | {value:0.00} | {(holds ? "yes" : "NO")} |"));
    }

    public void Bars()
    {
        output.WriteLine("\n### Bars\n\n| | bar | measured | holds |\n|---|---|---|---|");
        foreach (var bar in _bars) output.WriteLine(bar);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
