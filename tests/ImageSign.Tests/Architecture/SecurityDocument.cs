using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Architecture;

/// <summary>docs/security.md names only tests that there are, has a row for each rule, and lists the limits as they are.</summary>
public sealed partial class SecurityDocument
{
    private const int Rules = 30;

    private static readonly string[] Lines = File.ReadAllLines(RepositoryRoot.PathOf("docs/security.md"));

    public static TheoryData<string> Tests => [.. Lines.Where(line => line.StartsWith('|')).SelectMany(line => Reference().Matches(CellsOf(line)[^1])).Select(match => match.Groups["test"].Value).Distinct(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Tests))]
    public void Names_tests_that_there_are(string test)
    {
        var dot = test.IndexOf('.', StringComparison.Ordinal);
        var (path, method) = dot < 0 ? (test, null) : (test[..dot], test[(dot + 1)..]);
        var project = path.Split('/')[0] is "Tool" or "Tasks" or "Interop" ? path.Split('/')[0] : null;
        var file = RepositoryRoot.PathOf(project is null ? $"tests/ImageSign.Tests/{path}.cs" : $"tests/ImageSign.{project}.Tests/{path[(project.Length + 1)..]}.cs");

        Assert.True(File.Exists(file), $"there is no {file}");
        var source = File.ReadAllText(file);
        Assert.Contains("[Fact", source.Replace("[Theory", "[Fact", StringComparison.Ordinal), StringComparison.Ordinal);
        if (method is not null) Assert.Contains($" {method}(", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_a_test_or_a_reason_in_every_row_that_promises_one()
    {
        var rows = Tables("test").ToArray();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(Reference().IsMatch(row[^1]) || row[^1].StartsWith("does not apply: ", StringComparison.Ordinal), string.Join(" | ", row)));
    }

    [Fact]
    public void Has_a_row_for_each_rule() => Assert.Equal(
        Enumerable.Range(1, Rules).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Lines.Where(line => line.StartsWith('|')).Select(line => CellsOf(line)[0]).Where(cell => int.TryParse(cell, out _)).Distinct());

    [Fact]
    public void Lists_the_limits_as_they_are()
    {
        var limits = typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {Text(field.GetValue(obj: null)!)}").Order(StringComparer.Ordinal);

        Assert.Equal(limits, Tables("what").Select(row => $"{row[0].Trim('`')} = {row[1]}").Order(StringComparer.Ordinal));
    }

    private static string Text(object value) => value is TimeSpan time ? $"{time.TotalMinutes} minutes" : string.Create(CultureInfo.InvariantCulture, $"{value:N0}");

    /// <summary>The rows of the tables whose last column has this heading.</summary>
    private static IEnumerable<string[]> Tables(string heading)
    {
        var wanted = false;
        for (var i = 0; i < Lines.Length; i++)
        {
            if (!Lines[i].StartsWith('|')) wanted = false;
            else if (i + 1 < Lines.Length && Lines[i + 1].StartsWith("|---", StringComparison.Ordinal)) wanted = CellsOf(Lines[i])[^1] == heading;
            else if (wanted && !Lines[i].StartsWith("|---", StringComparison.Ordinal)) yield return CellsOf(Lines[i]);
        }
    }

    private static string[] CellsOf(string row) => [.. row.Trim('|').Split(" | ").Select(cell => cell.Trim())];

    [GeneratedRegex("`(?<test>[A-Z][A-Za-z0-9]*/[A-Za-z0-9_/.]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
