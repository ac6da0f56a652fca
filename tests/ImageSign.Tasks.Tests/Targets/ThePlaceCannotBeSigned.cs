using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>An index in a local engine: Docker with containerd's store takes one, and nobody can put a signature into it.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class ThePlaceCannotBeSigned
{
    [Fact]
    public void On_a_desk_that_is_a_warning()
    {
        using var publish = Publish();
        publish.Publish().ShouldWarnOnlyOf("IMGSIGN7002");
    }

    [Fact]
    public void Where_signing_is_required_it_is_an_error()
    {
        using var publish = Publish();
        publish.Properties["ImageSignRequired"] = "true";
        publish.Publish().ShouldFailWith("IMGSIGN7002");
    }

    private static FakePublish Publish()
    {
        var publish = new FakePublish { Image = TestImages.MultiArch() };
        PushedImages.Key.Write(publish.PathOf("any"));
        publish.Properties["ImageSignKey"] = "any.key";
        publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        return publish;
    }
}
