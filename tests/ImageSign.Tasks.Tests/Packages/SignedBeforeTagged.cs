using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Verification;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class SignedBeforeTagged(PackedPackage package)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_tag_that_cannot_be_written_stays_and_the_error_says_which_one_moved()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        registry.Content.PutImage("team/console", TestImages.MinimalBase(), "1", "latest");
        using var app = await ConsumerApp.CreateAsync(package, "console", ("ImageSignBeforeTag", "true"), ("ImageSignResultFile", "signed.json"));
        registry.Faults.Add(On.Put("*/team/console/manifests/latest"), new StatusCodeFault(403));

        var result = await app.PublishAsync(registry.Host);

        Assert.False(result.Succeeded);
        Assert.Contains("IMGSIGN7018", result.Output, StringComparison.Ordinal);
        Assert.Contains("image: 1; tags that were left alone: latest; pending tags that are left over: imagesign-pending-", result.Output, StringComparison.Ordinal);
        Assert.Equal(TestImages.MinimalBase().Digest, registry.Content.GetTag("team/console", "latest"));
        await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", "1"), app.PublicKey, "sigstore");
        Assert.False(File.Exists(Path.Combine(app.ProjectDirectory, "signed.json")));
    }

    [Fact]
    public async Task Of_several_platforms_the_index_last_and_what_is_left_over_is_named()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        registry.Content.PutImage("team/console", TestImages.MinimalBase(), "1", "latest");
        using var app = await ConsumerApp.CreateAsync(package, "console", ("ImageSignBeforeTag", "true"), ("RuntimeIdentifiers", "linux-x64;linux-arm64"));
        var watch = new TagWatch(registry, "team/console");
        registry.Faults.Add(On.Put("*/team/console/manifests/latest"), new StatusCodeFault(403));

        var result = await app.PublishAsync(registry.Host);

        Assert.False(result.Succeeded);
        Assert.Empty(watch.Unsigned);
        Assert.Equal(["1-linux-x64", "latest-linux-x64", "1-linux-arm64", "latest-linux-arm64", "1"], watch.Written);
        Assert.Equal(TestImages.MinimalBase().Digest, registry.Content.GetTag("team/console", "latest"));
        var pending = registry.Content.Tags("team/console").Where(tag => tag.StartsWith("imagesign-pending-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, pending.Length);
        Assert.Contains($"left over: {pending[0]}, {pending[0]}-linux-x64, {pending[0]}-linux-arm64.", result.Output, StringComparison.Ordinal);
        foreach (var tag in watch.Written) await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", tag), app.PublicKey, "sigstore");
    }

    [Fact]
    public async Task Two_publishes_at_once_leave_no_tag_unsigned_and_the_one_that_came_second_says_so()
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        using var first = await ConsumerApp.CreateAsync(package, "console", ("ImageSignBeforeTag", "true"));
        using var second = await ConsumerApp.CreateAsync(package, "console", ("ImageSignBeforeTag", "true"));
        var watch = new TagWatch(registry, "team/console");
        var bothHavePushed = new TaskCompletionSource();
        var arrived = 0;
        // Each has remembered the tags by the time that it signs: the first does not move them before the other has, too, and the other not before the first did.
        registry.Faults.Add(
            request => request.Headers.UserAgent.ToString().StartsWith("ImageSign", StringComparison.Ordinal) && On.Put("*/team/console/manifests/sha256*")(request),
            new CustomFault(async _ =>
            {
                if (Interlocked.Increment(ref arrived) == 1) await bothHavePushed.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
                else await WaitForTagsAsync();
                return false;
            }),
            times: 2);

        var published = await Task.WhenAll(first.PublishAsync(registry.Host), second.PublishAsync(registry.Host));

        Assert.Empty(watch.Unsigned);
        Assert.Contains(published, result => result.Succeeded || result.Output.Contains("image: 1; tags that were left alone: latest", StringComparison.Ordinal));
        var beaten = published.Where(result => !result.Succeeded).ToArray();
        Assert.NotEmpty(beaten);
        Assert.All(beaten, result => Assert.Contains("IMGSIGN2030", result.Output, StringComparison.Ordinal));
        Assert.All(beaten, result => Assert.Contains("IMGSIGN7018", result.Output, StringComparison.Ordinal));
        foreach (var tag in (string[])["1", "latest"])
        {
            ConsumerApp[] apps = [first, second];
            var verdicts = await Task.WhenAll(apps.Select(app => VerifiedImages.VerifyAsync(registry.Reference("team/console", tag), app.PublicKey, "sigstore")));
            Assert.Contains(verdicts, verdict => verdict.Outcome == VerdictOutcome.Trusted);
        }

        async Task WaitForTagsAsync()
        {
            bothHavePushed.SetResult();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience);
            while (registry.Content.GetTag("team/console", "1") is null || registry.Content.GetTag("team/console", "latest") is null) await Task.Delay(50, patience.Token);
        }
    }
}
