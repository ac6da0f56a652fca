using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Verification;

namespace ImageSign.Tool.Tests.Interrupted;

/// <summary>Signing that is interrupted before, between and after all of its requests, in registries with and without a referrers API.</summary>
public sealed class Signing : IAsyncLifetime
{
    private static readonly ErrorCode[] Damage = [ErrorCodes.Malformed, ErrorCodes.ContentMissing, ErrorCodes.PartMissing, ErrorCodes.DigestMismatch, ErrorCodes.OverLimit, ErrorCodes.SharedTagConflict];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");
    private TestRegistry _registry = null!;
    private TestSigner _before = null!;
    private TestSigner _interrupted = null!;

    // What a registry was found to lack is remembered by host and port, and ports are used again.
    static Signing() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", "/dev/null/cache");

    // Both signals end in one handler, so they take turns; with IMAGESIGN_LONG_TESTS=1 each boundary gets both.
    public static TheoryData<string, bool, int> Rows => new MatrixTheoryData<string, bool, int>(
        ["sigstore", "cosign", "notary-jws"], [true, false], Environment.GetEnvironmentVariable("IMAGESIGN_LONG_TESTS") == "1" ? [0, 1] : [0]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static EngineOptions Engine => EngineOptions.CreateDefault(new KnownPassword());

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _before = new TestSigner(Path.Combine(_directory.FullName, "before"));
        _interrupted = new TestSigner(Path.Combine(_directory.FullName, "interrupted"));
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory, MemberData(nameof(Rows))]
    public async Task Leaves_the_old_state_or_the_new_one_at_each_request(string format, bool referrersApi, int turn)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux does");
        if (!referrersApi) _registry.Reconfigure(options => options with { ReferrersApi = false, TagListing = TagListing.AllUnsorted });
        var requests = await CountRequestsAsync(format);
        Assert.InRange(requests, 4, 20);

        // Two at a time: each spends most of its time starting.
        await Parallel.ForEachAsync(Enumerable.Range(0, requests + 1), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = Cancel }, async (boundary, _) => await InterruptAsync(format, (boundary + turn + (referrersApi ? 1 : 0)) % 2 == 0 ? "INT" : "TERM", boundary));
    }

    /// <summary>Interrupts after the work of as many requests, whose last answer is still outstanding; before the first one for 0.</summary>
    private async Task InterruptAsync(string format, string signal, int boundary)
    {
        var image = await PrepareAsync($"app{boundary}", format);
        var hold = new HoldFault(Math.Max(1, boundary), work: boundary > 0);
        _registry.Faults.Add(On.Path($"/v2/app{boundary}/*"), hold);
        using var tool = new InterruptedTool();

        var (exitCode, error) = await tool.RunAsync(signal, hold.Held, _interrupted.SignArguments(image, format), Cancel);

        Assert.True((exitCode, error) == (130, "Cancelled.\n"), $"exit {exitCode}: {error}");
        Assert.Empty(tool.LeftProcesses());
        Assert.Empty(tool.FilesWith(_interrupted.Secrets));
        await MustBeIntactAsync(image, format, boundary);
        await new ImageSigner(Engine).SignAsync(_interrupted.Sign(image, format), Cancel);
        Assert.Equal(VerdictOutcome.Trusted, (await VerifyAsync(_interrupted, image, format)).Outcome);
        Assert.Equal(VerdictOutcome.Trusted, (await VerifyAsync(_before, image, format)).Outcome);
    }

    /// <summary>The signature from before is as good as ever, the new one is there whole or not at all, and nothing lists what is not there.</summary>
    private async Task MustBeIntactAsync(string image, string format, int boundary)
    {
        var (before, interrupted) = (await VerifyAsync(_before, image, format), await VerifyAsync(_interrupted, image, format));
        Assert.Equal(VerdictOutcome.Trusted, before.Outcome);
        Assert.True(interrupted.Outcome is VerdictOutcome.Trusted or VerdictOutcome.NotTrusted, $"{interrupted.Outcome} after {boundary} requests");
        foreach (var check in before.Root.Flatten().Concat(interrupted.Root.Flatten())) Assert.DoesNotContain(check.Code, Damage);
    }

    private async Task<Verdict> VerifyAsync(TestSigner signer, string image, string format) =>
        (await new ImageVerifier(Engine).VerifyAsync(signer.Verify(image, format) with { All = true }, Cancel)).Verdict;

    private async Task<string> PrepareAsync(string repository, string format)
    {
        _registry.Content.PutImage(repository, TestImages.Build(), "1");
        var image = _registry.Reference(repository, "1");
        await new ImageSigner(Engine).SignAsync(_before.Sign(image, format), Cancel);
        return image;
    }

    private async Task<int> CountRequestsAsync(string format)
    {
        var image = await PrepareAsync("counted", format);
        _registry.Requests.Clear();
        await new ImageSigner(Engine).SignAsync(_interrupted.Sign(image, format), Cancel);
        return _registry.Requests.All.Count;
    }
}
