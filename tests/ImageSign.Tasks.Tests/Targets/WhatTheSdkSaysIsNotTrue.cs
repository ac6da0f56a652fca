using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class WhatTheSdkSaysIsNotTrue
{
    [Fact]
    public async Task A_digest_that_the_manifest_s_bytes_do_not_have_is_not_signed()
    {
        var image = TestImages.Build();
        var other = TestImages.Build(new TestImageOptions { Env = ["OTHER=1"] });
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = image, AnnouncedDigest = _ => other.Digest });
        pushed.Registry.Content.PutImage("team/app", other, "2");
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN7003");
        Assert.DoesNotContain(pushed.Registry.Requests.All, request => request.Method is "PUT" or "POST");
    }

    [Fact]
    public async Task An_index_that_lists_something_that_was_not_built_is_not_signed()
    {
        var children = TestImages.MultiArch().Children;
        var tampered = TestImages.BuildIndex([children[0], TestImages.Build(new TestImageOptions { Env = ["OTHER=1"], Architecture = "arm64" })]) with { Children = children };
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = tampered });
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN7003");
        Assert.DoesNotContain(pushed.Registry.Requests.All, request => request.Method is "PUT" or "POST");
    }
}
