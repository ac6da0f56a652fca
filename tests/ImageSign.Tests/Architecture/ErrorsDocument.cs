using System.Reflection;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Architecture;

/// <summary>docs/errors.md is the list of <see cref="ErrorCodes"/>. IMAGESIGN_WRITE_DOCS=1 writes it.</summary>
public sealed class ErrorsDocument
{
    private static readonly string Document = RepositoryRoot.PathOf("docs/errors.md");

    private static readonly Dictionary<int, string> Families = new()
    {
        [0] = "Internal",
        [1] = "Input",
        [2] = "Stores, registries, credentials",
        [3] = "Keys and plug-ins",
        [4] = "Envelopes",
        [5] = "Trust",
        [6] = "Policy files",
        [7] = "MSBuild",
    };

    private static IReadOnlyList<ErrorCode> Codes { get; } =
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(obj: null)).OfType<ErrorCode>().OrderBy(code => code.Number)];

    [Fact]
    public void Says_what_the_code_says()
    {
        var expected = Write();
        if (Environment.GetEnvironmentVariable("IMAGESIGN_WRITE_DOCS") == "1") File.WriteAllText(Document, expected);

        Assert.Equal(expected, File.ReadAllText(Document));
    }

    [Fact]
    public void Has_each_number_once_in_a_known_family()
    {
        Assert.Equal(Codes.Count, Codes.Select(code => code.Number).Distinct().Count());
        Assert.All(Codes, code => Assert.Contains(code.Number / 1000, Families));
    }

    [Fact]
    public void Has_a_sentence_and_a_remedy_each() => Assert.All(Codes, code =>
    {
        Assert.EndsWith(".", code.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", code.Remedy, StringComparison.Ordinal);
    });

    private static string Write()
    {
        var lines = new List<string>
        {
            "# Errors",
            "",
            "Every failure has a code, one sentence and one remedy; both the tool and the MSBuild tasks print them. This page is generated from `ErrorCodes.cs` and kept equal to it by a test.",
            "",
            "Exit code 1: the evidence was read and is not sufficient, the image must not be used. Exit code 3: it could not be decided or could not be done. `{0}`, `{1}` … stand for names and reasons.",
        };
        foreach (var family in Codes.GroupBy(code => code.Number / 1000))
        {
            lines.AddRange(["", $"## {family.Key}: {Families[family.Key]}", ""]);
            foreach (var code in family) lines.AddRange([$"### {code.Id}", "", code.Sentence, "", $"*Remedy:* {code.Remedy}", "", $"Exit code {(code.Undecided ? 3 : 1)}.", ""]);
            lines.RemoveAt(lines.Count - 1);
        }

        return $"{string.Join('\n', lines)}\n";
    }
}
