using System.Text;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Real publishes on a base that must be signed: no user tag ever names an image on a base that was not verified.</summary>
[Collection(RealPackage.Name)]
public sealed class ASignedBaseIsRequired(PackedPackage package)
{
    private static readonly TestImageOptions Options = new() { Env = ["BASE=1"], User = "1654", Cmd = ["bash"] };
    private static readonly TestImage Base = TestImages.Build(Options);
    private static readonly TestImage Evil = TestImages.Build(Options with { Env = ["BASE=1", "LD_PRELOAD=/app/evil.so"] });

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
    public async Task One_whose_tag_moves_in_between_is_still_the_one_that_is_built_on()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", Base, "1");
        registry.Content.PutImage("base", Evil);
        using var app = await CreateAsync();
        await SignBaseAsync(app, registry.Reference("base", "1"));
        registry.Faults.Add(On.Get("*/base/referrers/*"), new CustomFault(_ =>
        {
            registry.Content.SetTag("base", "1", Evil.Digest);
            return Task.FromResult(false);
        }));

        (await PublishAsync(app, registry)).EnsureSuccess();

        Assert.Equal(Evil.Digest, registry.Content.GetTag("base", "1"));
        var built = registry.Content.GetManifest("team/console", "1")!;
        Assert.Contains(TestDigest.Of(Base.Blobs[1]), Encoding.UTF8.GetString(built.Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", Encoding.UTF8.GetString(registry.Content.GetBlob("team/console", ConfigOf(built))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_in_a_private_registry_is_judged_by_its_own_policy_and_read_with_the_credentials_for_pulling()
    {
        using var signer = CertifiedSigner.Create();
        await using var bases = await TestRegistry.StartAsync();
        await using var registry = await TestRegistry.StartAsync();
        bases.Content.PutImage("private/base", Base, "1");
        using var app = await ConsumerApp.CreateAsync(
            package,
            "console",
            ("ImageSignVerifyBaseImage", "require"),
            ("ImageSignBaseImagePolicy", signer.WritePolicy($"{bases.Host}/private/base", stores: "\"ca:own\"")),
            ("ImageSignBaseImageTrustStore", signer.TrustStore));
        await SignAsync(new SignRequest(ImageReference.Parse(bases.Reference("private/base", "1")), new KeyReference(KeyScheme.File, signer.KeyFile))
        {
            CertificateChainFile = signer.ChainFile,
            Formats = ["notary-jws"],
        });
        bases.Reconfigure(options => options with { Auth = new BasicAuth("puller", "secret") });

        var credentials = new Dictionary<string, string?> { ["DOTNET_CONTAINER_PULL_REGISTRY_UNAME"] = "puller", ["DOTNET_CONTAINER_PULL_REGISTRY_PWORD"] = "secret" };
        (await app.PublishAsync(registry.Host, credentials, $"-p:ContainerBaseImage={bases.Host}/private/base:1")).EnsureSuccess();

        await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", "1"), app.PublicKey, "sigstore");
        Assert.All(registry.Requests.All, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task A_registry_that_gives_the_sdk_another_configuration_under_the_good_manifest_moves_no_tag()
    {
        var preloads = TestImages.Build(Options with { Env = ["BASE=1", "LD_PRELOAD=/app/evil.so"] });
        await ShouldBeCaughtAsync($"blobs/{TestDigest.Of(Base.Config)}", preloads.Config, "IMGSIGN7013");
    }

    [Fact]
    public async Task A_registry_that_gives_the_sdk_another_layer_moves_no_tag()
    {
        var evil = TestImages.Build(Options with { Layers = [.. Options.Layers, new Dictionary<string, string>(StringComparer.Ordinal) { ["evil"] = "evil" }] });
        await ShouldBeCaughtAsync($"manifests/{Base.Digest}", evil.Manifest, "IMGSIGN7012", evil);
    }

    [Fact]
    public async Task A_registry_that_gives_the_sdk_another_configuration_moves_no_tag()
    {
        await ShouldBeCaughtAsync($"manifests/{Base.Digest}", Evil.Manifest, "IMGSIGN7013", Evil);
    }

    /// <summary>The registry answers the SDK, and nobody else, with other bytes.</summary>
    private async Task ShouldBeCaughtAsync(string path, byte[] bytes, string code, TestImage? evil = null)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", Base, "1");
        if (evil is not null) registry.Content.PutImage("base", evil, "evil");
        registry.Content.PutImage("team/console", TestImages.MinimalBase(), "latest");
        using var app = await CreateAsync();
        await SignBaseAsync(app, registry.Reference("base", "1"));
        var lie = registry.Faults.Add(
            request => !request.Headers.UserAgent.ToString().StartsWith("ImageSign", StringComparison.Ordinal) && request.Method == "GET" && request.Path.Value!.EndsWith(path, StringComparison.Ordinal),
            new WrongBytesFault(bytes));

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
        return SignAsync(new SignRequest(ImageReference.Parse(image), key) { Recursive = recursive });
    }

    private static Task<SignResult> SignAsync(SignRequest request) => new ImageSigner(NoPassword.Engine()).SignAsync(request, TestContext.Current.CancellationToken);

    private static string ConfigOf(StoredManifest manifest) => ((ImageManifest)ManifestDocument.Parse(manifest.Bytes, manifest.MediaType)).Config!.Digest.ToString();
}
