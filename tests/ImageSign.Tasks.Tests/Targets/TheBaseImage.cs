using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>The gate (security rule 22), asserted on what the registry holds afterwards.</summary>
[Collection(InProcessMSBuild.Name)]
public sealed class TheBaseImage
{
    private const string TagsLeft = "IMGSIGN7018";

    private static readonly TestImageOptions Options = new() { Env = ["BASE=1"], User = "1654", Cmd = ["bash"], Labels = new Dictionary<string, string> { ["base"] = "1" } };
    private static readonly TestImage Base = TestImages.Build(Options);
    private static readonly TestImage Built = TestImages.Build(BasePublish.On(Options));
    private static readonly TestImage ExtraLayer = TestImages.Build(BasePublish.On(BasePublish.On(Options)));
    private static readonly TestImage Preloads = TestImages.Build(BasePublish.On(Options with { Env = ["BASE=1", "LD_PRELOAD=/app/evil.so"] }));

    public static TheoryData<string, string> Differences => new()
    {
        { "a layer too many", "IMGSIGN7012" },
        { "a layer too few", "IMGSIGN7012" },
        { "another layer", "IMGSIGN7012" },
        { "LD_PRELOAD", "IMGSIGN7013" },
        { "a variable less", "IMGSIGN7013" },
        { "another user", "IMGSIGN7013" },
        { "another working directory", "IMGSIGN7013" },
        { "another entrypoint", "IMGSIGN7013" },
        { "another command", "IMGSIGN7013" },
        { "another architecture", "IMGSIGN7013" },
    };

    [Fact]
    public async Task That_is_signed_is_pinned_and_built_on()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        await publish.SignBaseAsync();
        Assert.Equal(Base.Digest, (await publish.ShouldBuildAsync()).BaseDigest);
    }

    [Fact]
    public async Task That_is_an_index_is_pinned_by_the_index()
    {
        var index = TestImages.MultiArch(Options);
        await using var publish = await BasePublish.StartAsync(index, TestImages.MultiArch(BasePublish.On(Options)));
        await publish.SignBaseAsync();
        Assert.Equal(index.Digest, (await publish.ShouldBuildAsync()).BaseDigest);
    }

    [Fact]
    public async Task That_is_an_index_of_which_one_platform_is_used_needs_no_signature_on_the_others()
    {
        var index = TestImages.MultiArch(Options);
        await using var publish = await BasePublish.StartAsync(index, Built);
        publish.Publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        publish.Publish.Properties["ContainerRuntimeIdentifier"] = "linux-x64";
        foreach (var signed in (string[])[index.Digest, index.Children[0].Digest])
        {
            await publish.SignBaseAsync(request => request with { Image = publish.Base.At(Digest.Parse(signed)), Recursive = false });
        }

        await publish.ShouldBuildAsync();
    }

    [Fact]
    public async Task That_is_named_by_digest_is_verified_by_that_digest()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built, named: Base.Digest);
        await publish.SignBaseAsync();
        publish.Registry.Content.DeleteTag("base", "1");
        Assert.Equal(Base.Digest, (await publish.ShouldBuildAsync()).BaseDigest);
    }

    [Fact]
    public async Task Whose_tag_moves_in_between_stays_the_one_that_was_verified()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        await publish.SignBaseAsync();
        publish.Registry.Content.PutImage("base", Preloads);
        var moved = publish.Registry.Faults.Add(On.Get("*/base/referrers/*"), new CustomFault(_ =>
        {
            publish.Registry.Content.SetTag("base", "1", Preloads.Digest);
            return Task.FromResult(false);
        }));

        Assert.Equal(Base.Digest, (await publish.ShouldBuildAsync()).BaseDigest);
        Assert.True(moved.Hits > 0);
    }

    [Fact]
    public async Task Without_a_signature_is_refused()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        publish.ShouldRefuse("IMGSIGN7009");
    }

    [Fact]
    public async Task Without_a_signature_on_a_platform_image_is_refused()
    {
        await using var publish = await BasePublish.StartAsync(TestImages.MultiArch(Options), TestImages.MultiArch(BasePublish.On(Options)));
        await publish.SignBaseAsync(request => request with { Recursive = false });
        publish.ShouldRefuse("IMGSIGN7011");
    }

    [Fact]
    public async Task That_is_not_there_or_cannot_be_reached_is_refused()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built, named: "2");
        publish.ShouldRefuse("IMGSIGN2001");
        await publish.SignBaseAsync();
        publish.Registry.Faults.Add(On.Path("*/base/*"), new StatusCodeFault(403));
        publish.ShouldRefuse("IMGSIGN2073");
    }

    [Theory, InlineData("manifests"), InlineData("blobs")]
    public async Task That_the_registry_gives_everybody_with_other_bytes_is_refused(string kind)
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        await publish.SignBaseAsync();
        var digest = kind == "manifests" ? Base.Digest : TestDigest.Of(Base.Config);
        publish.Registry.Faults.Add(On.Get($"*/base/{kind}/{digest}"), new WrongBytesFault(kind == "manifests" ? ExtraLayer.Manifest : Preloads.Config));
        publish.ShouldRefuse(kind == "manifests" ? "IMGSIGN7010" : "IMGSIGN2005");
    }

    [Theory, MemberData(nameof(Differences))]
    public async Task That_the_registry_gave_the_SDK_with_something_else_moves_no_tag_and_signs_nothing(string difference, string code)
    {
        var built = TestImages.Build(Differing(difference));
        await using var publish = await BasePublish.StartAsync(Base, built);
        await publish.SignBaseAsync();

        publish.ShouldRefuse(code, TagsLeft);

        Assert.Empty(publish.Registry.Content.Referrers("team/app", built.Digest));
    }

    [Theory]
    [InlineData("""<Delete Files="obj/imagesign.base.json" />""")]
    [InlineData("""<Copy SourceFiles="other.json" DestinationFiles="obj/imagesign.base.json" />""")]
    [InlineData("""<WriteLinesToFile File="obj/imagesign.base.json" Lines="{}" Overwrite="true" />""")]
    public async Task Whose_snapshot_is_gone_stale_or_altered_moves_no_tag(string push)
    {
        await using var publish = await BasePublish.StartAsync(Base, Built, push);
        await publish.SignBaseAsync();
        var manifest = (ImageManifest)ManifestDocument.Parse(Base.Manifest, Base.MediaType);
        var stale = new BaseImageSnapshot(publish.Base.At(manifest.Descriptor.Digest), [new BasePlatformImage(manifest, Base.Config)]);
        await stale.WriteAsync(publish.Publish.PathOf("other.json"), "an-earlier-build", TestContext.Current.CancellationToken);
        publish.ShouldRefuse("IMGSIGN7014", TagsLeft);
    }

    [Theory, InlineData("ImageSignBeforeTag", "false"), InlineData("ImageSignEnabled", "false")]
    public async Task That_is_another_is_never_under_the_users_tag_whatever_the_command_line_says(string name, string value)
    {
        await using var publish = await BasePublish.StartAsync(Base, ExtraLayer);
        publish.Publish.GlobalProperties[name] = value;
        await publish.SignBaseAsync();
        publish.ShouldRefuse("IMGSIGN7012", TagsLeft);
    }

    [Theory]
    [InlineData("no signature", "IMGSIGN7009")]
    [InlineData("another base", "IMGSIGN7012")]
    [InlineData("no registry", "IMGSIGN2073")]
    public async Task In_mode_warn_is_a_warning_only(string wrong, string code)
    {
        await using var publish = await BasePublish.StartAsync(Base, wrong == "another base" ? ExtraLayer : Built);
        Warn(publish);
        if (wrong != "no signature") await publish.SignBaseAsync();
        if (wrong == "no registry") publish.Registry.Faults.Add(On.Path("*/base/*"), new StatusCodeFault(403));

        var outcome = await publish.ShouldBuildAsync();

        Assert.Contains(code, outcome.Log.Warnings.Select(warning => warning.Code));
        Assert.Equal(wrong == "no registry" ? "" : Base.Digest, outcome.BaseDigest);
    }

    [Fact]
    public async Task In_mode_warn_that_is_good_says_nothing()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        Warn(publish);
        await publish.SignBaseAsync();
        Assert.Empty((await publish.ShouldBuildAsync()).Log.Warnings);
    }

    [Fact]
    public async Task In_mode_off_is_not_asked_for()
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        publish.Publish.Properties["ImageSignVerifyBaseImage"] = "off";
        publish.Publish.Publish().ShouldSucceed();
        Assert.Equal(0, publish.Registry.Requests.Count(pathPattern: "*/base/*"));
    }

    [Theory]
    [InlineData("ImageSignVerifyBaseImage", "Require")]
    [InlineData("ImageSignVerifyBaseImage", "true")]
    [InlineData("ImageSignBaseImageRevocation", "off")]
    public async Task In_a_mode_that_there_is_not_is_an_error(string name, string value)
    {
        await using var publish = await BasePublish.StartAsync(Base, Built);
        await publish.SignBaseAsync();
        publish.Publish.Properties[name] = value;
        publish.ShouldRefuse("IMGSIGN7017");
    }

    // With the tags moved by us, because the publish is no real one and pushes none.
    private static void Warn(BasePublish publish)
    {
        publish.Publish.Properties["ImageSignVerifyBaseImage"] = "warn";
        publish.Publish.Properties["ImageSignBeforeTag"] = "true";
    }

    private static TestImageOptions Differing(string difference)
    {
        var good = BasePublish.On(Options);
        var evil = new Dictionary<string, string>(StringComparer.Ordinal) { ["evil"] = "evil" };
        return difference switch
        {
            "a layer too many" => good with { Layers = [Options.Layers[0], evil, good.Layers[^1]] },
            "a layer too few" => good with { Layers = [good.Layers[^1]] },
            "another layer" => good with { Layers = [evil, good.Layers[^1]] },
            "LD_PRELOAD" => good with { Env = ["BASE=1", "LD_PRELOAD=/app/evil.so"] },
            "a variable less" => good with { Env = [] },
            "another user" => good with { User = "root" },
            "another working directory" => good with { WorkingDir = "/evil/" },
            "another entrypoint" => good with { Entrypoint = ["/evil", .. good.Entrypoint] },
            "another command" => good with { Cmd = ["--evil"] },
            "another architecture" => good with { Architecture = "arm64" },
            _ => throw new ArgumentOutOfRangeException(nameof(difference), difference, "unknown"),
        };
    }
}
