using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security.Hostile;

/// <summary>An image in an honest registry, signed once with the first key; then the registry turns hostile, and after that honest again.</summary>
internal sealed class HostileSite : IAsyncDisposable
{
    public const string Repository = "app";

    /// <summary>Everything that is allocated while a registry is endured, the in-process registry's own part included: memory can never be more than that.</summary>
    private const long MaxAllocatedBytes = 512L * 1024 * 1024;

    private static readonly TestKeyPair First = Attack.Key;
    private static readonly TestKeyPair Second = TestKeys.Shared(TestKeyAlgorithm.EcdsaP384);

    private readonly EnvironmentScope _environment = new();
    private readonly HurriedTime _time = new();
    private readonly CountedNetwork _network = new();
    private readonly Situation _situation;

    private HostileSite(TestRegistry registry, Situation situation)
    {
        (Registry, _situation) = (registry, situation);
        Subject = registry.Content.PutImage(Repository, TestImages.Build(), "1").Digest;
        if (situation.Auth is { } auth) _environment.Set("SDK_CONTAINER_REGISTRY_UNAME", auth.User).Set("SDK_CONTAINER_REGISTRY_PWORD", auth.Password);
    }

    public TestRegistry Registry { get; }

    /// <summary>The digest of the image.</summary>
    public string Subject { get; }

    private string Image => Registry.Reference(Repository, "1");

    /// <summary>Plays one row of the table from its beginning to its end.</summary>
    public static async Task EndureAsync(Situation situation)
    {
        await using var site = await BeginAsync(situation);
        var before = site.Registry.Content.Snapshot(Repository);
        situation.Begin(site);
        var arranged = site.Registry.Content.Snapshot(Repository);

        await site.MustBeAsync(situation.Verify, engine => Answer.OfAsync(engine.VerifyAsync(site.Image, First)));
        Assert.Equal(Names(arranged), Names(site.Registry.Content.Snapshot(Repository)));

        await site.MustBeAsync(situation.Sign, engine => Answer.OfAsync(engine.SignAsync(site.Image, Second)));
        site.MustHaveLostNothing(arranged);
        site.MustHaveSignedNothingElse(arranged);

        if (situation.Passes) await site.MustRecoverAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _environment.Dispose();
        await Registry.DisposeAsync();
    }

    /// <summary>Puts an artifact that somebody else attached to the image.</summary>
    public void Attach(byte[] envelope, Func<string, string>? change = null) => new Attack(Registry).PutSignature(Subject, envelope, MediaTypes.SigstoreBundle, change);

    private static async Task<HostileSite> BeginAsync(Situation situation)
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { ReferrersApi = situation.ReferrersApi, SinglePostUpload = situation.TakesWholeBlobs });
        var site = new HostileSite(registry, situation);
        if (situation.Signed && situation.ReferrersApi) site.Attach(Envelopes.Bundle(Envelopes.Statement(site.Subject)));
        else if (situation.Signed) await new Engine().SignAsync(site.Image, First);
        registry.Reconfigure(options => options with { Auth = situation.Auth });
        return site;
    }

    private static IEnumerable<string> Names(RepositorySnapshot content) =>
        [.. content.Tags.Select(tag => $"{tag.Key} = {tag.Value}").Concat(content.Manifests.Keys).Concat(content.Blobs.Keys).Order(StringComparer.Ordinal)];

    /// <summary>The right answer, in bounded memory, with a bounded number of requests, and never waiting longer than allowed between two of them.</summary>
    private async Task MustBeAsync(Answer expected, Func<Engine, Task<Answer>> run)
    {
        Registry.Requests.Clear();
        var engine = new Engine(Options, _time);
        var (allocated, received) = (GC.GetTotalAllocatedBytes(), _network.Received);

        var actual = await run(engine);

        (allocated, received) = (GC.GetTotalAllocatedBytes() - allocated, _network.Received - received);
        Assert.True(expected == actual, $"expected {expected}, got {actual}\n{Registry.Requests}");
        Assert.True(allocated < MaxAllocatedBytes, $"{allocated} bytes were allocated");
        Assert.True(received < _situation.MaxBytes, $"{received} bytes were read");
        Assert.True(Registry.Requests.All.Count <= _situation.MaxRequests, $"{Registry.Requests.All.Count} requests");
        Assert.True(_time.Longest <= TimeSpan.FromSeconds(20), $"waited {_time.Longest}");
        Assert.DoesNotContain(Registry.Requests.All, request => request.Path.Contains("..", StringComparison.Ordinal));
    }

    private void MustHaveLostNothing(RepositorySnapshot before)
    {
        var after = Registry.Content.Snapshot(Repository);
        Assert.Subset(after.Manifests.Keys.ToHashSet(StringComparer.Ordinal), before.Manifests.Keys.ToHashSet(StringComparer.Ordinal));
        Assert.Subset(after.Blobs.Keys.ToHashSet(StringComparer.Ordinal), before.Blobs.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var (tag, digest) in before.Tags)
        {
            var now = after.Manifests[after.Tags[tag]];
            // A list of signatures may have grown; every other tag stays where it was.
            if (now.Digest != digest) Assert.Superset(Entries(before.Manifests[digest]), Entries(now));
        }
    }

    private void MustHaveSignedNothingElse(RepositorySnapshot before)
    {
        var after = Registry.Content.Snapshot(Repository);
        Assert.All(after.Manifests.Values.Where(manifest => !before.Manifests.ContainsKey(manifest.Digest) && manifest.Subject is not null), manifest => Assert.Equal(Subject, manifest.Subject));
        Assert.All(after.Tags.Keys.Except(before.Tags.Keys, StringComparer.Ordinal), tag => Assert.StartsWith(Subject.Replace(':', '-'), tag, StringComparison.Ordinal));
    }

    /// <summary>Once the registry is honest again: what was signed before verifies, and a second run succeeds.</summary>
    private async Task MustRecoverAsync()
    {
        Registry.Faults.Clear();
        var engine = new Engine(Options with { RequestTimeout = TimeSpan.FromSeconds(100) }, _time);
        if (_situation.Signed) (await engine.VerifyAsync(Image, First)).MustBeTrusted();
        await engine.SignAsync(Image, Second);
        (await engine.VerifyAsync(Image, Second)).MustBeTrusted();
    }

    private RegistryOptions Options => new() { RequestTimeout = _situation.Timeout, HandlerFactory = _network.CreateHandler, EnvironmentCredentialsHost = _situation.Auth is null ? null : Registry.Host };

    private static HashSet<string> Entries(StoredManifest manifest) => ManifestDocument.Parse(manifest.Bytes, manifest.MediaType) is ImageIndex index
        ? index.Manifests.Select(entry => entry.Digest.ToString()).ToHashSet(StringComparer.Ordinal)
        : [manifest.Digest];
}
