using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class NoKeyIsConfigured
{
    [Fact]
    public void On_a_desk_that_is_a_warning_with_a_remedy_and_a_help_link()
    {
        using var publish = ToRegistry();
        var outcome = publish.Publish();
        outcome.ShouldWarnOnlyOf("IMGSIGN7001");
        Assert.Contains("ImageSignKey", outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("docs/errors.md#imgsign7001", outcome.Log.Warnings[0].HelpLink, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CI")]
    [InlineData("ContinuousIntegrationBuild")]
    [InlineData("ImageSignRequired")]
    public void Where_signing_is_required_it_is_an_error(string property)
    {
        using var publish = ToRegistry();
        publish.GlobalProperties[property] = "true";
        publish.Publish().ShouldFailWith("IMGSIGN7001");
    }

    [Fact]
    public void ImageSignRequired_false_wins_over_CI()
    {
        using var publish = ToRegistry();
        publish.GlobalProperties["CI"] = "true";
        publish.Properties["ImageSignRequired"] = "false";
        publish.Publish().ShouldWarnOnlyOf("IMGSIGN7001");
    }

    private static FakePublish ToRegistry()
    {
        var publish = new FakePublish { Image = TestImages.Build() };
        publish.Properties["ContainerRegistry"] = "registry.example";
        return publish;
    }
}
