using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Real publishes on a base that must be signed: no user tag ever names an image on a base that was not verified.</summary>
[Collection(RealPackage.Name)]
public sealed class ASignedBaseIsRequired(PackedPackage package)
{
    private static readonly TestImage Base = TestImages.Build(new TestImageOptions { Env = ["BASE=1"], User = "1654", Cmd = ["bash"] });

    [Theory]
    [InlineData("linux-x64")]
    [InlineData("linux-x64;linux-arm64")]
    public async Task A_signed_one_is_built_on_and_the_tags_move_to_the_signed_image(string runtimeIdentifiers)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MultiArch(new TestImageOptions { Env = ["BASE=1"] }), "1");
        using var app = await CreateAsync(("RuntimeIdentifiers", runtimeIdentifiers));
        await SignBaseAsync(app, registry.Reference("base", "1"));

        (await PublishAsync(app, registry)).EnsureSuccess();

        string[] suffixes = runtimeIdentifiers.Contains(';', StringComparison.Ordinal) ? ["", "-linux-x64", "-linux-arm64"] : [""];
        foreach (var suffix in suffixes) await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", $"latest{suffix}"), app.PublicKey, "sigstore");
    }

    [Fact]
    public async Task An_unsigned_one_is_refused_before_anything_is_pushed()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", Base, "1");
        using var app = await CreateAsync();
        ShouldBeRefused(await PublishAsync(app, registry), registry, "IMGSIGN7009");
        Assert.Empty(registry.Content.Tags("team/console"));
    }

    [Fact]
    public async Task One_that_another_key_signed_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", Base, "1");
        using var app = await CreateAsync();
        using var other = await CreateAsync();
        await SignBaseAsync(other, registry.Reference("base", "1"));
        ShouldBeRefused(await PublishAsync(app, registry), registry, "IMGSIGN7010");
    }

    [Fact]
    public async Task An_index_whose_platform_image_is_unsigned_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MultiArch(), "1");
        using var app = await CreateAsync();
        await SignBaseAsync(app, registry.Reference("base", "1"), recursive: false);
        ShouldBeRefused(await PublishAsync(app, registry), registry, "IMGSIGN7011");
    }

    [Fact]
    public async Task A_registry_that_gives_the_sdk_another_layer_moves_no_tag()
    {
        var evil = TestImages.Build(new TestImageOptions
        {
            Env = ["BASE=1"],
            User = "1654",
            Cmd = ["bash"],
            Layers = [.. new TestImageOptions().Layers, new Dictionary<string, string>(StringComparer.Ordinal) { ["evil"] = "evil" }],
        });
        await ShouldBeCaughtAsync(evil, "IMGSIGN7012");
    }

    [Fact]
    public async Task A_registry_that_gives_the_sdk_another_configuration_moves_no_tag()
    {
        var evil = TestImages.Build(new TestImageOptions { Env = ["BASE=1", "LD_PRELOAD=/app/evil.so"], User = "1654", Cmd = ["bash"] });
        await ShouldBeCaughtAsync(evil, "IMGSIGN7013");
    }

    private async Task ShouldBeCaughtAsync(TestImage evil, string code)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", Base, "1");
        registry.Content.PutImage("base", evil, "evil");
        registry.Content.PutImage("team/console", TestImages.MinimalBase(), "latest");
        using var app = await CreateAsync();
        await SignBaseAsync(app, registry.Reference("base", "1"));
        var lie = registry.Faults.Add(
            request => !request.Headers.UserAgent.ToString().StartsWith("ImageSign", StringComparison.Ordinal) && request.Method == "GET" && request.Path.Value!.EndsWith(Base.Digest, StringComparison.Ordinal),
            new WrongBytesFault(evil.Manifest));

        ShouldBeRefused(await PublishAsync(app, registry), registry, code, "IMGSIGN7018");

        Assert.True(lie.Hits > 0, registry.Requests.ToString());
        Assert.Equal(TestImages.MinimalBase().Digest, registry.Content.GetTag("team/console", "latest"));
    }

    private Task<ConsumerApp> CreateAsync(params (string Name, string Value)[] properties) => ConsumerApp.CreateAsync(
        package, "console", [("ImageSignVerifyBaseImage", "require"), ("ImageSignBaseImageKey", "../signing.pub"), .. properties]);

    private static Task<ProcessResult> PublishAsync(ConsumerApp app, TestRegistry registry) => app.PublishAsync(registry.Host);

    private static void ShouldBeRefused(ProcessResult result, TestRegistry registry, params string[] codes)
    {
        Assert.False(result.Succeeded, result.Output);
        Assert.All(codes, code => Assert.Contains(code, result.Output, StringComparison.Ordinal));
        Assert.Null(registry.Content.GetTag("team/console", "1"));
    }

    private static Task<SignResult> SignBaseAsync(ConsumerApp app, string image, bool recursive = true)
    {
        var key = KeyReference.Parse(Path.ChangeExtension(app.PublicKey, ".key"));
        var request = new SignRequest(ImageReference.Parse(image), key) { Recursive = recursive };
        return new ImageSigner(NoPassword.Engine()).SignAsync(request, TestContext.Current.CancellationToken);
    }
}
