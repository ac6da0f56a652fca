using ImageSign.Configuration;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Configuration;

/// <summary>Only its layers show that an image was built on a base: the base's are the first of the image's.</summary>
public sealed class TheBaseOfAnImage : IAsyncLifetime
{
    private static readonly TestImageOptions Base = new() { Layers = [Files("base", "1"), Files("base", "2")], Env = ["FROM_BASE=1"] };

    private TestRegistry _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task Is_known_by_its_layers()
    {
        _registry.Content.PutImage("base", TestImages.Build(Base), "1");

        var found = await FindAsync(_registry.Reference("base", "1"), BuiltOn(Base));

        Assert.Equal((CheckOutcome.Pass, "1"), (found.Check!.Outcome, found.Settings!.Environment["FROM_BASE"]));
    }

    [Fact]
    public async Task Is_the_one_of_the_images_platform()
    {
        var arm = TestImages.Build(Base with { Architecture = "arm64", Layers = [Files("base", "arm")] });
        _registry.Content.PutImage("base", TestImages.BuildIndex([arm, TestImages.Build(Base)]), "1");

        Assert.Equal(CheckOutcome.Pass, (await FindAsync(_registry.Reference("base", "1"), BuiltOn(Base))).Check!.Outcome);
        Assert.Equal(CheckOutcome.Skip, (await FindAsync(_registry.Reference("base", "1"), BuiltOn(Base), "s390x")).Check!.Outcome);
    }

    [Fact]
    public async Task Is_not_known_when_its_tag_has_moved_on_and_wrong_when_its_digest_is_another()
    {
        var image = BuiltOn(Base with { Layers = [Files("other", "1")] });
        var put = _registry.Content.PutImage("base", TestImages.Build(Base), "1");

        Assert.Equal(CheckOutcome.Skip, (await FindAsync(_registry.Reference("base", "1"), image)).Check!.Outcome);
        var pinned = await FindAsync(_registry.Reference("base", put.Digest), image);
        Assert.Equal((CheckOutcome.Fail, ErrorCodes.NotAsDescribed, null), (pinned.Check!.Outcome, pinned.Check.Code, pinned.Settings));
    }

    [Fact]
    public async Task Is_not_known_when_it_cannot_be_had()
    {
        _registry.Faults.Add(On.Path("*broken*"), new StatusCodeFault(403));
        string[] names = [_registry.Reference("missing", "1"), "localhost:1/base:1", "oci:/tmp/base", "no such name", _registry.Reference("broken", "1")];

        foreach (var name in names)
        {
            var found = await FindAsync(name, BuiltOn(Base));
            Assert.Equal((CheckOutcome.Skip, null), (found.Check!.Outcome, found.Settings));
            Assert.Contains(name, found.Check.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Proves_nothing_without_layers()
    {
        _registry.Content.PutImage("base", TestImages.MinimalBase(), "1");

        Assert.Equal(CheckOutcome.Skip, (await FindAsync(_registry.Reference("base", "1"), BuiltOn(Base))).Check!.Outcome);
    }

    [Fact]
    public async Task Is_nothing_when_it_is_scratch()
    {
        var found = await FindAsync("scratch", BuiltOn(Base));

        Assert.Equal((CheckOutcome.Pass, 0), (found.Check!.Outcome, found.Settings!.Environment.Count));
    }

    private static RunSettings BuiltOn(TestImageOptions parent) => RunSettings.Read(TestImages.Build(parent with { Layers = [.. parent.Layers, Files("app", "1")] }).Config);

    private static Dictionary<string, string> Files(string name, string text) => new(StringComparer.Ordinal) { [name] = text };

    private static Task<BaseFinding> FindAsync(string from, RunSettings image, string architecture = "amd64") =>
        new BaseFinder(new Engine().Options).FindAsync(from, image, new Platform("linux", architecture), Transport.Registry, Cancel);
}
