using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class NothingToSign
{
    [Fact]
    public void A_publish_without_containers_is_left_alone()
    {
        using var publish = new FakePublish { Image = null };
        publish.Publish().ShouldSayNothing();
    }

    [Fact]
    public void A_design_time_build_does_nothing()
    {
        using var publish = new FakePublish { Image = TestImages.Build() };
        publish.GlobalProperties["DesignTimeBuild"] = "true";
        publish.Publish().ShouldSayNothing();
    }

    [Fact]
    public void ImageSignEnabled_false_does_nothing_even_in_CI()
    {
        using var publish = new FakePublish { Image = TestImages.Build() };
        publish.Properties["ImageSignEnabled"] = "false";
        publish.GlobalProperties["CI"] = "true";
        publish.Publish().ShouldSayNothing();
    }
}
