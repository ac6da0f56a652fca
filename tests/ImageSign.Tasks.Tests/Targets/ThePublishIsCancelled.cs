using System.Diagnostics;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Targets;

[Collection(InProcessMSBuild.Name)]
public sealed class ThePublishIsCancelled
{
    [Fact]
    public async Task Signing_stops_at_once_and_nothing_says_it_was_signed()
    {
        await using var pushed = await PushedImages.StartAsync(TestImages.Build(), "1");
        pushed.Publish.Properties["ImageSignResultFile"] = "signed.json";
        using var cancellation = new CancellationTokenSource();
        pushed.Registry.Faults.Add(On.Get("*/manifests/*"), new CustomFault(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
            return false;
        }));
        var clock = Stopwatch.StartNew();
        var outcome = pushed.Publish.Publish(cancellation.Token);

        Assert.False(outcome.Succeeded);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Empty(outcome.Log.Errors);
        Assert.False(File.Exists(pushed.Publish.PathOf("signed.json")));
    }
}
