using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ThePlaceCannotBeSigned
{
    [Theory]
    [InlineData("ContainerArchiveOutputPath", "app.tar.gz")]
    [InlineData("LocalRegistry", "Podman")]
    public void On_a_desk_that_is_a_warning(string property, string value)
    {
        using var publish = Publish(property, value);
        publish.Publish().ShouldWarnOnlyOf("IMGSIGN7002");
    }

    [Theory]
    [InlineData("ContainerArchiveOutputPath", "app.tar.gz")]
    [InlineData("LocalRegistry", "Podman")]
    public void Where_signing_is_required_it_is_an_error(string property, string value)
    {
        using var publish = Publish(property, value);
        publish.Properties["ImageSignRequired"] = "true";
        publish.Publish().ShouldFailWith("IMGSIGN7002");
    }

    [Fact]
    public void An_archive_wins_over_a_registry_as_it_does_in_the_SDK()
    {
        using var publish = Publish("ContainerArchiveOutputPath", "app.tar.gz");
        publish.Properties["ContainerRegistry"] = "registry.example";
        var outcome = publish.Publish();
        outcome.ShouldWarnOnlyOf("IMGSIGN7002");
        Assert.Contains("app.tar.gz", outcome.Log.Warnings[0].Message, StringComparison.Ordinal);
    }

    private static FakePublish Publish(string property, string value)
    {
        var publish = new FakePublish { Image = TestImages.Build() };
        publish.Properties["ImageSignKey"] = "any.key";
        publish.Properties[property] = value;
        return publish;
    }
}
