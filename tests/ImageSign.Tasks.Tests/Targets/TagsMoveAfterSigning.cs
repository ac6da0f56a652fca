using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>ImageSignBeforeTag (security rule 21), asserted on what the registry holds afterwards.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class TagsMoveAfterSigning
{
    private const string MovedMeanwhile = "IMGSIGN2030";
    private const string Denied = "IMGSIGN2073";
    private const string TagsLeft = "IMGSIGN7018";

    private static readonly TestImage Image = TestImages.Build();
    private static readonly TestImage Index = TestImages.MultiArch();
    private static readonly TestImage Old = TestImages.MinimalBase();
    private static readonly TestImage Others = TestImages.MinimalBase("arm64");

    [Fact]
    public async Task Two_tags_of_an_image()
    {
        await using var pushed = await StartAsync(Image);
        var watch = new TagWatch(pushed.Registry, "team/app");

        pushed.Publish.Publish().ShouldSucceed();

        ShouldPointAt(pushed, Image, "1", "latest");
        Assert.Equal(["1", "latest"], watch.Written);
        Assert.Empty(watch.Unsigned);
    }

    [Fact]
    public async Task Those_of_platform_images_first_and_the_ones_of_the_index_last()
    {
        await using var pushed = await StartAsync(Index);
        var watch = new TagWatch(pushed.Registry, "team/app");

        pushed.Publish.Publish().ShouldSucceed();

        ShouldPointAt(pushed, Index, "1", "latest");
        ShouldPointAt(pushed, Index.Children[0], "1-linux-x64", "latest-linux-x64");
        ShouldPointAt(pushed, Index.Children[1], "1-linux-arm64", "latest-linux-arm64");
        Assert.Equal(["1-linux-x64", "latest-linux-x64", "1-linux-arm64", "latest-linux-arm64", "1", "latest"], watch.Written);
        Assert.Empty(watch.Unsigned);
    }

    [Fact]
    public async Task A_tag_that_is_written_twice_once()
    {
        var publish = new FakePublish { Image = Image, Tags = ["1", "latest", "1", "Latest"] };
        await using var pushed = await StartAsync(publish);
        var watch = new TagWatch(pushed.Registry, "team/app");

        pushed.Publish.Publish().ShouldSucceed();

        Assert.Equal(["1", "latest", "Latest"], watch.Written);
        Assert.Empty(watch.Unsigned);
    }

    [Fact]
    public async Task A_runtime_identifier_that_is_written_twice_is_one()
    {
        await using var pushed = await StartAsync(Index);
        pushed.Publish.Properties["ContainerRuntimeIdentifiers"] = " linux-x64; ;linux-arm64;linux-x64";

        pushed.Publish.Publish().ShouldSucceed();

        ShouldPointAt(pushed, Index.Children[0], "1-linux-x64", "latest-linux-x64");
    }

    [Fact]
    public async Task A_tag_that_is_also_a_platform_image_s_is_refused_before_the_push()
    {
        await using var pushed = await StartAsync(new FakePublish { Image = Index, Tags = ["1", "1-linux-x64"] });
        pushed.Publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        pushed.Publish.Publish().ShouldFailWith("IMGSIGN7043");
    }

    [Fact]
    public async Task A_tag_that_cannot_be_written_stops_it()
    {
        await using var pushed = await StartAsync(Image);
        pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), new StatusCodeFault(403));

        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith(Denied, TagsLeft);
        ShouldSay(outcome, "moved to this publish's image: 1; tags that were left alone: latest; pending tags that are left over: imagesign-pending-");
        ShouldPointAt(pushed, Image, "1");
        ShouldPointAt(pushed, Old, "latest");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(pushed.Publish.PathOf("signed.json"))!, "signed.json*"));
    }

    [Fact]
    public async Task A_platform_image_whose_tag_cannot_be_written_stops_it_before_the_index()
    {
        await using var pushed = await StartAsync(Index);
        pushed.Registry.Faults.Add(On.Put("*/manifests/1-linux-arm64"), new StatusCodeFault(403));

        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith(Denied, TagsLeft);
        ShouldSay(outcome, "moved to this publish's image: 1-linux-x64, latest-linux-x64; tags that were left alone: 1-linux-arm64, latest-linux-arm64, 1, latest;");
        Assert.Matches("left over: (imagesign-pending-[0-9a-f]{32}), \\1-linux-x64, \\1-linux-arm64\\.", outcome.Log.Errors[^1].Message!);
        ShouldPointAt(pushed, Index.Children[0], "1-linux-x64", "latest-linux-x64");
        ShouldPointAt(pushed, Old, "1-linux-arm64", "latest-linux-arm64", "1", "latest");
    }

    [Theory]
    [InlineData("somebody else's image", true)]
    [InlineData("nothing", false)]
    public async Task A_tag_that_somebody_else_moved_meanwhile_is_theirs(string now, bool exists)
    {
        await using var pushed = await StartAsync(Image);
        pushed.Registry.Faults.Add(On.Put("*/manifests/1"), Meanwhile(() =>
        {
            if (exists) pushed.Registry.Content.SetTag("team/app", "latest", Others.Digest);
            else pushed.Registry.Content.DeleteTag("team/app", "latest");
        }));

        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith(MovedMeanwhile, TagsLeft);
        ShouldSay(outcome, "moved to this publish's image: 1; tags that were left alone: latest;");
        ShouldPointAt(pushed, Image, "1");
        Assert.True(pushed.Registry.Content.GetTag("team/app", "latest") == (exists ? Others.Digest : null), now);
    }

    [Fact]
    public async Task A_tag_that_was_new_and_that_somebody_else_made_meanwhile_is_theirs()
    {
        await using var pushed = await StartAsync(Image);
        pushed.Registry.Content.DeleteTag("team/app", "latest");
        pushed.Registry.Faults.Add(On.Put("*/manifests/1"), Meanwhile(() => pushed.Registry.Content.SetTag("team/app", "latest", Others.Digest)));

        pushed.Publish.Publish().ShouldFailWith(MovedMeanwhile, TagsLeft);

        ShouldPointAt(pushed, Others, "latest");
    }

    [Fact]
    public async Task It_is_looked_at_again_before_it_is_written_again()
    {
        await using var pushed = await StartAsync(Image);
        pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), Meanwhile(() => pushed.Registry.Content.SetTag("team/app", "latest", Others.Digest)), times: 1);
        var busy = pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), new StatusCodeFault(503));

        pushed.Publish.Publish().ShouldFailWith(MovedMeanwhile, TagsLeft);

        ShouldPointAt(pushed, Others, "latest");
        Assert.Equal(1, busy.Hits);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_done_again()
    {
        await using var pushed = await StartAsync(Image);
        var lost = pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), new LostAnswerFault(), times: 1);

        pushed.Publish.Publish().ShouldSucceed();

        Assert.Equal(1, lost.Hits);
        ShouldPointAt(pushed, Image, "1", "latest");
    }

    [Fact]
    public async Task A_write_that_was_done_though_the_answer_says_no_counts_as_done()
    {
        await using var pushed = await StartAsync(Image);
        pushed.Registry.Faults.Add(On.Put("*/manifests/1"), Meanwhile(() => pushed.Registry.Content.SetTag("team/app", "1", Image.Digest)));
        pushed.Registry.Faults.Add(On.Put("*/manifests/1"), new StatusCodeFault(403));

        pushed.Publish.Publish().ShouldSucceed();

        ShouldPointAt(pushed, Image, "1", "latest");
    }

    [Fact]
    public async Task A_tag_that_nobody_can_look_up_afterwards_is_named()
    {
        await using var pushed = await StartAsync(Image);
        var refused = pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), new StatusCodeFault(403));
        pushed.Registry.Faults.Add(request => refused.Hits > 0 && On.Get("*/manifests/latest")(request), new StatusCodeFault(403));

        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith(Denied, TagsLeft);
        ShouldSay(outcome, "moved to this publish's image: 1; tags that were left alone: none; tags that may have been moved: latest;");
    }

    [Fact]
    public async Task No_tag_does_when_it_cannot_be_signed()
    {
        await using var pushed = await StartAsync(Index);
        pushed.Registry.Faults.Add(On.Put("*/manifests/sha256*"), new StatusCodeFault(403));

        var outcome = pushed.Publish.Publish();

        outcome.ShouldFailWith(Denied, TagsLeft);
        ShouldSay(outcome, "moved to this publish's image: none; tags that were left alone: 1-linux-x64, latest-linux-x64, 1-linux-arm64, latest-linux-arm64, 1, latest;");
        ShouldPointAt(pushed, Old, "1", "latest", "1-linux-x64", "latest-linux-x64", "1-linux-arm64", "latest-linux-arm64");
    }

    [Fact]
    public async Task A_publish_that_is_cancelled_says_what_it_had_moved()
    {
        await using var pushed = await StartAsync(Image);
        using var cancellation = new CancellationTokenSource();
        pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), new CustomFault(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
            return true;
        }));

        var outcome = pushed.Publish.Publish(cancellation.Token);

        Assert.False(outcome.Succeeded);
        ShouldSay(outcome, "moved to this publish's image: 1; tags that were left alone: none; tags that may have been moved: latest;");
        ShouldPointAt(pushed, Old, "latest");
        Assert.False(File.Exists(pushed.Publish.PathOf("signed.json")));
    }

    [Fact]
    public async Task The_result_file_has_its_name_only_when_they_have_moved()
    {
        await using var pushed = await StartAsync(Image);
        var early = false;
        pushed.Registry.Faults.Add(On.Put("*/manifests/latest"), Meanwhile(() => early = File.Exists(pushed.Publish.PathOf("signed.json"))));

        pushed.Publish.Publish().ShouldSucceed();

        Assert.False(early);
        Assert.Equal(["1", "latest"], PublishSchema.Read(pushed.Publish.PathOf("signed.json"))["images"]![0]!["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
    }

    [Fact]
    public async Task One_runtime_identifier_for_the_container_wins_over_several_of_the_project()
    {
        await using var pushed = await StartAsync(Image);
        pushed.Publish.Properties["RuntimeIdentifiers"] = "linux-x64;linux-arm64";
        pushed.Publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        pushed.Publish.Properties["ContainerRuntimeIdentifier"] = "linux-x64";

        pushed.Publish.Publish().ShouldSucceed();

        ShouldPointAt(pushed, Image, "1", "latest");
    }

    /// <summary>A repository whose tags all point at an old image, and a publish that has just pushed <paramref name="image"/>.</summary>
    private static Task<PushedImages> StartAsync(TestImage image) => StartAsync(new FakePublish { Image = image, Tags = ["1", "latest"] });

    private static async Task<PushedImages> StartAsync(FakePublish publish)
    {
        var image = publish.Image!;
        var pushed = await PushedImages.StartAsync(publish);
        pushed.Registry.Content.PutImage("team/app", Others, "others");
        pushed.Registry.Content.PutImage("team/app", Old, "1", "latest", "1-linux-x64", "latest-linux-x64", "1-linux-arm64", "latest-linux-arm64");
        pushed.Publish.Properties["ImageSignBeforeTag"] = "true";
        pushed.Publish.Properties["ImageSignResultFile"] = "signed.json";
        if (image.Children.Count > 0) pushed.Publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        return pushed;
    }

    private static CustomFault Meanwhile(Action action) => new((HttpContext _) =>
    {
        action();
        return Task.FromResult(false);
    });

    private static void ShouldPointAt(PushedImages pushed, TestImage image, params string[] tags) =>
        Assert.All(tags, tag => Assert.True(pushed.Registry.Content.GetTag("team/app", tag) == image.Digest, tag));

    private static void ShouldSay(PublishOutcome outcome, string text) => Assert.Contains(text, outcome.Log.Errors[^1].Message, StringComparison.Ordinal);
}
