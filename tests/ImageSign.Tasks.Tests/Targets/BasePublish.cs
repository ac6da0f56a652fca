using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>A registry with a base image under <c>base:1</c> and an old application under <c>team/app:1</c>, and a publish that requires the base to be signed.</summary>
internal sealed class BasePublish : IAsyncDisposable
{
    public static readonly TestImage Old = TestImages.MinimalBase();

    private BasePublish(TestRegistry registry, FakePublish publish)
    {
        (Registry, Publish) = (registry, publish);
        publish.Properties["ContainerRegistry"] = registry.Host;
        publish.Properties["ImageSignKey"] = "signing.key";
        publish.Properties["ImageSignVerifyBaseImage"] = "require";
        publish.Properties["ImageSignBaseImageKey"] = "signing.pub";
        publish.Properties["IntermediateOutputPath"] = "obj/";
        publish.Properties["AssemblyName"] = "App";
        publish.Properties["TargetFileName"] = "App.dll";
        if (publish.Image!.Children.Count > 0) publish.Properties["ContainerRuntimeIdentifiers"] = "linux-x64;linux-arm64";
        (PrivateKey, PublicKey) = PushedImages.Key.Write(publish.PathOf("signing"));
    }

    public TestRegistry Registry { get; }

    public FakePublish Publish { get; }

    public string PrivateKey { get; }

    public string PublicKey { get; }

    public ImageReference Base => ImageReference.Parse(Registry.Reference("base", "1"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The base is there; what the SDK built is <paramref name="built"/>, and it said that it was told to use <paramref name="named"/> (<c>base:1</c>).</summary>
    public static async Task<BasePublish> StartAsync(TestImage @base, TestImage built, string push = "", string? named = null)
    {
        var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", @base, "1");
        registry.Content.PutImage("team/app", built);
        registry.Content.PutImage("team/app", Old, "1", "1-linux-x64", "1-linux-arm64");
        return new BasePublish(registry, new FakePublish { Image = built, Push = push, Base = ImageReference.Parse(registry.Reference("base", named ?? "1")) });
    }

    /// <summary>What the SDK makes of a base: its layers and one more, started as a framework-dependent application.</summary>
    public static TestImageOptions On(TestImageOptions @base) => @base with
    {
        Layers = [.. @base.Layers, new Dictionary<string, string>(StringComparer.Ordinal) { ["app/App.dll"] = "app" }],
        WorkingDir = "/app/",
        Entrypoint = ["dotnet", "/app/App.dll"],
        Cmd = [],
    };

    /// <summary>Signs the base with the project's own key, or as <paramref name="change"/> says.</summary>
    public Task<SignResult> SignBaseAsync(Func<SignRequest, SignRequest>? change = null)
    {
        var request = new SignRequest(Base, new KeyReference(KeyScheme.File, PrivateKey));
        return new ImageSigner(NoPassword.Engine()).SignAsync(change?.Invoke(request) ?? request, Cancel);
    }

    /// <summary>The publish ended with these errors, and every tag of the user is as it was.</summary>
    public void ShouldRefuse(params string[] codes)
    {
        Publish.Publish().ShouldFailWith(codes);
        ShouldHaveMovedNothing();
    }

    public void ShouldHaveMovedNothing() =>
        Assert.All(["1", "1-linux-x64", "1-linux-arm64"], tag => Assert.True(Registry.Content.GetTag("team/app", tag) == Old.Digest, tag));

    /// <summary>The publish succeeded, its tag is moved and signed.</summary>
    public async Task<PublishOutcome> ShouldBuildAsync()
    {
        var outcome = Publish.Publish();
        outcome.ShouldSucceed();
        Assert.Equal(Publish.Image!.Digest, Registry.Content.GetTag("team/app", "1"));
        await VerifiedImages.ShouldBeSignedAsync(Registry.Reference("team/app", "1"), PublicKey, "sigstore");
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        Publish.Dispose();
        await Registry.DisposeAsync();
    }
}
