using System.Diagnostics;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

[Collection(RealPackage.Name)]
public sealed class CtrlC(PackedPackage package)
{
    [Fact]
    public async Task While_signing_stops_the_publish_and_nothing_says_it_was_signed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send");
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        using var app = await ConsumerApp.CreateAsync(package, "console", ("ImageSignResultFile", "signed.json"));
        var signing = new TaskCompletionSource();
        registry.Faults.Add(request => request.Headers.UserAgent.ToString().StartsWith("ImageSign", StringComparison.Ordinal), new CustomFault(async context =>
        {
            signing.TrySetResult();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted);
            return false;
        }));
        string[] arguments = ["publish", "/t:PublishContainer", $"-p:ContainerRegistry={registry.Host}", $"-p:ContainerBaseImage={registry.Host}/base:1"];
        var start = Interruptible.Start(Dotnet.Muxer, arguments);
        start.WorkingDirectory = app.ProjectDirectory;
        using var publish = Process.Start(start)!;
        await signing.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        var clock = Stopwatch.StartNew();
        await Interruptible.SendAsync(publish, "INT", TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.NotEqual(0, publish.ExitCode);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.False(File.Exists(Path.Combine(app.ProjectDirectory, "signed.json")));
    }
}
