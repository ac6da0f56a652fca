using ImageSign.Tasks.Places;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>What SDK 11 sets and SDK 10 does not, given to the targets as facts: no SDK 11 runs here.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class DotNet11
{
    private static readonly TestImage Base = TestImages.Build();

    [Theory]
    [InlineData("local")]
    [InlineData("Local")]
    [InlineData("something-new")]
    public async Task A_base_from_another_source_than_the_registry_cannot_be_judged(string source)
    {
        await using var publish = await BasePublish.StartAsync(Base, TestImages.Build());
        await publish.SignBaseAsync();
        publish.Publish.Properties["ContainerBaseImageSource"] = source;
        var outcome = publish.Publish.Publish();
        outcome.ShouldFailWith("IMGSIGN7016");
        Assert.Contains($"'{source}'", outcome.Log.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_from_the_registry_by_name_is_judged()
    {
        await using var publish = await BasePublish.StartAsync(Base, TestImages.Build(BasePublish.On(new TestImageOptions())));
        await publish.SignBaseAsync();
        publish.Publish.Properties["ContainerBaseImageSource"] = "registry";
        await publish.ShouldBuildAsync();
    }

    [Theory]
    [InlineData("Wslc")]
    [InlineData("MacOSContainer")]
    public void An_engine_that_cannot_be_asked_is_a_warning_with_a_remedy_on_a_desk(string engine)
    {
        using var publish = new FakePublish { Image = Base };
        PushedImages.Key.Write(publish.PathOf("signing"));
        publish.Properties["ImageSignKey"] = "signing.key";
        publish.Properties["LocalRegistry"] = engine;
        var outcome = publish.Publish();
        outcome.ShouldWarnOnlyOf("IMGSIGN7044");
        Assert.Contains("Set LocalRegistry to Docker or Podman", outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "11.0.100", true, false, "wslc")]
    [InlineData("", "11.0.100", false, true, "Apple's container")]
    [InlineData("", "12.0.100-preview.1", false, true, "Apple's container")]
    [InlineData("", "11.0.100", false, false, null)]
    [InlineData("", "10.0.401", true, false, null)]
    [InlineData("", "", true, false, null)]
    [InlineData("Docker", "11.0.100", true, false, null)]
    public void The_system_s_own_engine_is_what_a_newer_SDK_prefers(
        string localRegistry, string version, bool isWindows, bool isMacOS, string? engine) =>
        Assert.Equal(engine, new EnginePlace(localRegistry, "app", []) { SdkVersion = version }.OtherEngine(isWindows, isMacOS));
}
