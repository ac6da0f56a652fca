using System.Text.RegularExpressions;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>MSBuild takes every name; a setting that nobody reads must not pass in silence.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class AMisspelledName
{
    [Theory]
    [InlineData("ImageSignKy", "ImageSignKey")]
    [InlineData("ImageSingFormats", "ImageSignFormats")]
    [InlineData("imagesignresultfiel", "ImageSignResultFile")]
    public async Task On_the_command_line_is_a_warning_with_the_nearest_name(string name, string nearest)
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.GlobalProperties[name] = "x";
        ShouldWarn(pushed.Publish.Publish(), name, nearest);
    }

    [Theory]
    [InlineData("ImageSignFormat", "ImageSignFormats")]
    [InlineData("ImageSignBeforeTags", "ImageSignBeforeTag")]
    [InlineData("ImageSignKeyPassword", "ImageSignKeyPasswordVariable")]
    public async Task In_the_project_s_own_file_is_a_warning_too(string name, string nearest)
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties[name] = "x";
        ShouldWarn(pushed.Publish.Publish(), name, nearest);
    }

    [Fact]
    public async Task In_Directory_Build_props_is_a_warning_too()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        const string text = "<Project><PropertyGroup><ImageSignConfg>x</ImageSignConfg></PropertyGroup></Project>";
        pushed.Publish.Properties["DirectoryBuildPropsPath"] = pushed.Publish.Write("Directory.Build.props", text);
        ShouldWarn(pushed.Publish.Publish(), "ImageSignConfg", "ImageSignConfig");
    }

    [Theory]
    [InlineData("ImageSigners", "ImageSigner")]
    [InlineData("ImageSignAnotation", "ImageSignAnnotation")]
    public async Task Of_an_item_is_a_warning(string name, string nearest)
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Items.Add((name, "signing.key", []));
        ShouldWarn(pushed.Publish.Publish(), name, nearest);
    }

    [Fact]
    public async Task Of_an_item_s_metadata_is_a_warning()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Items.Add(("ImageSigner", "signing.key", [("Formats", "cosign"), ("Comment", "not near anything")]));
        ShouldWarn(pushed.Publish.Publish(), "Formats", "Format");
    }

    [Fact]
    public async Task That_the_project_itself_reads_is_its_own()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignResultFileName"] = "signed.json";
        pushed.Publish.Properties["ImageSignResultFile"] = "$(ImageSignResultFileName)";
        var outcome = pushed.Publish.Publish();
        outcome.ShouldSucceed();
        Assert.Empty(outcome.Log.Warnings);
    }

    [Fact]
    public void Is_known_by_the_list_that_the_documentation_and_the_targets_have()
    {
        var documented = Names(Repository.PathOf("docs", "msbuild.md"), @"^\|[^|]*\|", @"`(ImageSign[A-Z]\w+)`").Except(TargetNames);
        Assert.Equal(SettingNames.Properties.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        var read = Names(Repository.PathOf("build", "ImageSign.Tasks.targets"), ".*", @"\$\((ImageSign[A-Z]\w+)[).]");
        Assert.Equal(SettingNames.Properties.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    private static readonly string[] TargetNames =
    [
        "ImageSignPrepare", "ImageSignDeleteResultFile", "ImageSignRememberTags", "ImageSignCheckBaseImage", "ImageSignMoveTags",
        "ImageSignContainers",
    ];

    private static IEnumerable<string> Names(string file, string part, string name)
    {
        var parts = File.ReadLines(file).Select(line => Regex.Match(line, part, RegexOptions.NonBacktracking).Value);
        var found = parts.SelectMany(text => Regex.Matches(text, name, RegexOptions.NonBacktracking));
        return found.Select(match => match.Groups[1].Value).Distinct();
    }

    private static void ShouldWarn(PublishOutcome outcome, string name, string nearest)
    {
        outcome.ShouldWarnOnlyOf("IMGSIGN7042");
        Assert.Contains($"'{name}'", outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains($"'{nearest}", outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
    }
}
