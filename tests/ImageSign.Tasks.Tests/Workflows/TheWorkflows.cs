using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ImageSign.Tasks.Tests.Workflows;

/// <summary>What a workflow may do is part of what the project promises: a mistake in it is found when it is too late.</summary>
public sealed class TheWorkflows
{
    private static readonly string Directory = Repository.PathOf(".github", "workflows");

    /// <summary>What each job of the release may write; every other job, and every workflow by default, writes nothing.</summary>
    private static readonly Dictionary<string, string[]> MayWrite = new()
    {
        ["attest"] = ["attestations", "id-token"],
        ["push"] = ["id-token"],
        ["announce"] = ["contents"],
    };

    public static TheoryData<string> Files => [.. System.IO.Directory.GetFiles(Directory, "*.yml").Select(file => Path.GetFileName(file))];

    [Fact]
    public void Are_there() =>
        Assert.Superset(new HashSet<string> { "test.yml", "release.yml" }, Files.Select(row => row.Data).ToHashSet());

    [Theory, MemberData(nameof(Files))]
    public void Pin_every_action_by_commit_with_its_version_beside_it(string file)
    {
        string[] uses = [.. File.ReadLines(Path.Combine(Directory, file)).Where(line => line.Contains("uses:", StringComparison.Ordinal))];
        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(@"uses: (\./|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)", line));
    }

    [Fact]
    public void Pin_one_action_in_one_way()
    {
        var lines = System.IO.Directory.GetFiles(Directory).SelectMany(File.ReadLines);
        const string pattern = @"uses: (?<name>[\w./-]+)@(?<pin>.*)$";
        var uses = lines.Select(line => Regex.Match(line, pattern, RegexOptions.NonBacktracking)).Where(match => match.Success);
        var pins = uses.ToLookup(match => match.Groups["name"].Value, match => match.Groups["pin"].Value);
        Assert.All(pins, action => Assert.Single(action.Distinct()));
    }

    [Theory, MemberData(nameof(Files))]
    public void Give_every_job_an_end_and_no_more_rights_than_it_needs(string file)
    {
        var workflow = Read(file);
        Assert.All(Rights(workflow), right => Assert.Equal("contents: read", right));
        foreach (var (name, job) in Children(workflow, "jobs"))
        {
            var calls = job.Children.ContainsKey("uses");
            Assert.True(calls || int.Parse(Text(job, "timeout-minutes")!) is > 0 and <= 60, $"{file}: {name} has no end");
            var written = Rights(job).Where(right => right.EndsWith(": write", StringComparison.Ordinal));
            string[] writes = [.. written.Select(right => right.Split(':')[0]).Order()];
            Assert.Equal(file == "release.yml" ? MayWrite.GetValueOrDefault(name, []) : [], writes);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Leave_no_credentials_in_a_checkout(string file)
    {
        foreach (var step in Children(Read(file), "jobs").SelectMany(job => Steps(job.Node)))
        {
            if (Text(step, "uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) != true) continue;
            Assert.Equal("false", Text((YamlMappingNode)step["with"], "persist-credentials"));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Run_on_images_that_are_still_there(string file)
    {
        var text = File.ReadAllText(Path.Combine(Directory, file));
        Assert.DoesNotMatch("macos-1[0-4]|ubuntu-2[0-2]|windows-20(19|22)|(ubuntu|windows|macos)-latest", text);
    }

    [Theory, MemberData(nameof(Files))]
    public void Let_no_text_from_outside_into_a_script(string file)
    {
        var scripts = Children(Read(file), "jobs").SelectMany(job => Steps(job.Node)).Select(step => Text(step, "run")).OfType<string>();
        Assert.All(scripts, script => Assert.DoesNotMatch(@"\$\{\{ *(github|inputs|needs|steps|secrets|vars)\.", script));
    }

    [Fact]
    public void Release_what_was_tested_tried_and_attested_from_an_environment_that_asks()
    {
        var jobs = Children(Read("release.yml"), "jobs").ToDictionary(job => job.Name, job => job.Node);
        Assert.Equal(["test", "try"], Needs(jobs["attest"]).Order());
        Assert.Contains("attest", Needs(jobs["push"]));
        Assert.Contains("push", Needs(jobs["announce"]));
        Assert.Superset(new HashSet<string> { "linux", "musl", "native", "portable" }, Needs(jobs["try"]).ToHashSet());
        Assert.Equal("release", Text(jobs["push"], "environment"));
        string[] scripts = [.. jobs.Values.SelectMany(Steps).Select(step => Text(step, "run")).OfType<string>()];
        foreach (var pack in scripts.Where(run => run.Contains("dotnet pack", StringComparison.Ordinal)))
        {
            Assert.Contains("-p:ContinuousIntegrationBuild=true -p:Version=\"$VERSION\"", pack, StringComparison.Ordinal);
        }
    }

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(Directory, file));
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Node)> Children(YamlMappingNode node, string name) =>
        ((YamlMappingNode)node[name]).Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, (YamlMappingNode)pair.Value));

    private static IEnumerable<YamlMappingNode> Steps(YamlMappingNode job) =>
        job.Children.TryGetValue("steps", out var steps) ? ((YamlSequenceNode)steps).Cast<YamlMappingNode>() : [];

    private static IEnumerable<string> Rights(YamlMappingNode node) =>
        node.Children.TryGetValue("permissions", out var rights)
            ? ((YamlMappingNode)rights).Children.Select(pair => $"{pair.Key}: {pair.Value}")
            : [];

    private static IEnumerable<string> Needs(YamlMappingNode job) =>
        ((YamlSequenceNode)job["needs"]).Select(need => ((YamlScalarNode)need).Value!);

    private static string? Text(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var value) ? ((YamlScalarNode)value).Value : null;
}
