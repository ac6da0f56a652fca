using System.Text.RegularExpressions;
using System.Xml.Linq;
using ImageSign.Testing.Files;
using YamlDotNet.RepresentationModel;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>The jobs of docs/ci.md are YAML, and name only properties that there are.</summary>
public sealed partial class JobsInTheDocumentation
{
    private static readonly string Document = Path.Combine(AppContext.BaseDirectory, "docs", "ci.md");

    [Fact]
    public void Each_is_a_YAML_mapping()
    {
        var jobs = Blocks().Where(block => block.Language is "yaml").ToList();
        Assert.Equal(4, jobs.Count);
        foreach (var job in jobs)
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(job.Text));
            Assert.IsType<YamlMappingNode>(Assert.Single(stream.Documents).RootNode);
        }
    }

    [Fact]
    public void Every_property_is_one_that_the_package_reads()
    {
        var build = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Vectors.PathOf("")))!, "build");
        var known = string.Concat(Directory.EnumerateFiles(build, "ImageSign.Tasks.*").Select(File.ReadAllText));
        var named = Property().Matches(File.ReadAllText(Document)).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("ImageSignKey", named);
        Assert.All(named, name => Assert.Contains(name, known, StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_reference_is_XML() => Assert.Equal("ImageSign.Tasks", XElement.Parse(Blocks().Single(block => block.Language is "xml").Text).Attribute("Include")?.Value);

    private static IEnumerable<(string Language, string Text)> Blocks() =>
        Block().Matches(File.ReadAllText(Document)).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value));

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\bImageSign[A-Z]\w+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Property();
}
