using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class TheResultFile
{
    private const string Stale = """{ "schema": "imagesign.publish/v1", "images": ["of the last publish"] }""";

    [Fact]
    public async Task Says_what_was_signed_in_the_published_schema()
    {
        var index = TestImages.MultiArch();
        await using var pushed = await PushedImages.StartAsync(index, "1", "latest");
        pushed.Publish.Properties["ImageSignResultFile"] = "out/signed.json";
        pushed.Publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        pushed.Publish.Publish().ShouldSucceed();

        var images = PublishSchema.Read(pushed.Publish.PathOf("out/signed.json"))["images"]!.AsArray();
        Assert.Equal([index.Digest, .. index.Children.Select(child => child.Digest)], images.Select(image => image!["digest"]!.GetValue<string>()));
        Assert.Equal(["1-linux-arm64", "latest-linux-arm64"], images[2]!["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
        Assert.Equal(["signed.json"], Directory.GetFileSystemEntries(pushed.Publish.PathOf("out")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(@"out\signed.json")]
    [InlineData("\n      out/signed.json\n    ")]
    [InlineData(@"out\..\out//signed.json")]
    public async Task Has_one_path_in_every_spelling(string spelling)
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignResultFile"] = spelling;
        pushed.Publish.Publish().ShouldSucceed();
        Assert.True(File.Exists(pushed.Publish.PathOf("out/signed.json")));

        pushed.Publish.Properties["ImageSignKey"] = "typo.key";
        Assert.False(pushed.Publish.Publish().Succeeded);
        Assert.Empty(Directory.GetFileSystemEntries(pushed.Publish.PathOf("out")));
    }

    [Fact]
    public async Task Of_the_last_publish_is_gone_when_this_one_signs_nothing()
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build(), Tags = ["1"] });
        var path = pushed.Publish.Write("signed.json", Stale);
        pushed.Publish.Properties["ImageSignResultFile"] = "signed.json";
        pushed.Publish.Properties["ImageSignEnabled"] = "false";
        pushed.Publish.Publish().ShouldSucceed();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Of_the_last_publish_is_gone_when_the_base_image_is_refused()
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build() });
        pushed.Publish.Properties["ImageSignVerifyBaseImage"] = "sometimes";
        pushed.Publish.Properties["ContainerBaseRegistry"] = "registry.example";
        pushed.Publish.Properties["ContainerBaseName"] = "base";
        Assert.False(StaleResultSurvives(pushed.Publish, "PublishContainer"));
    }

    [Fact]
    public async Task Of_the_last_publish_is_gone_when_the_push_fails()
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build(), Push = """<Error Text="no push today" />""" });
        Assert.False(StaleResultSurvives(pushed.Publish, "PublishContainer"));
    }

    [Fact]
    public async Task Of_the_last_publish_is_gone_when_a_dotnet_publish_does_not_compile()
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build(), Compile = """<Error Text="CS1002" />""" });
        pushed.Publish.GlobalProperties["_IsPublishing"] = "true";
        Assert.False(StaleResultSurvives(pushed.Publish, "Publish", "PublishContainer"));
    }

    [Fact]
    public async Task Of_the_last_publish_survives_a_mere_build()
    {
        await using var pushed = await PushedImages.StartAsync(new FakePublish { Image = TestImages.Build(), Compile = """<Error Text="CS1002" />""" });
        Assert.True(StaleResultSurvives(pushed.Publish, "Publish"));
    }

    [Fact]
    public async Task Is_not_written_when_signing_fails()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Registry.Faults.Add(On.Put("*/manifests/*"), new StatusCodeFault(403));
        Assert.False(StaleResultSurvives(pushed.Publish, "PublishContainer"));
    }

    [Fact]
    public async Task Fails_the_publish_when_it_cannot_be_written_any_more()
    {
        var publish = new FakePublish { Image = TestImages.Build(), Tags = ["1"], Push = """<MakeDir Directories="signed.json/something" />""" };
        await using var pushed = await PushedImages.StartAsync(publish);
        pushed.Publish.Properties["ImageSignResultFile"] = "signed.json";
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN7008");
    }

    private static bool StaleResultSurvives(FakePublish publish, params string[] targets)
    {
        var path = publish.Write("signed.json", Stale);
        publish.Properties["ImageSignResultFile"] = "signed.json";
        Assert.False(publish.Publish(targets).Succeeded);
        return File.Exists(path);
    }
}
