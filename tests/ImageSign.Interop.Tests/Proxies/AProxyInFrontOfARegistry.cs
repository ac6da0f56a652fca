using System.Diagnostics;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;
using ImageSign.Testing.Proxies;

namespace ImageSign.Interop.Tests.Proxies;

public sealed class AProxyInFrontOfARegistry : IAsyncLifetime
{
    private readonly HttpClient client = new();
    private TestRegistry registry = null!;
    private DelayProxy proxy = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        registry = await TestRegistry.StartAsync();
        proxy = await DelayProxy.StartAsync(registry.Url);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await proxy.DisposeAsync();
        await registry.DisposeAsync();
    }

    [Fact]
    public async Task Passes_a_push_on_and_counts_it()
    {
        var image = await client.PushAsync(proxy.Url, "app", TestImages.Build(), ["1"], Cancel);

        Assert.Equal(image.Manifest, await client.GetByteArrayAsync(new Uri(proxy.Url, "/v2/app/manifests/1"), Cancel));
        Assert.Equal(image.Digest, registry.Content.GetTag("app", "1"));
        Assert.Equal(registry.Requests.ToString(), proxy.Requests.ToString());
        Assert.Equal(3, proxy.Requests.Count("PUT"));
    }

    [Fact]
    public async Task Slows_only_what_matches()
    {
        registry.Content.PutImage("app", TestImages.Build(), "1");
        var rule = proxy.Delay(On.Get("*/manifests/*"), minMilliseconds: 40, maxMilliseconds: 60);
        var clock = Stopwatch.StartNew();

        await client.GetByteArrayAsync(new Uri(proxy.Url, "/v2/app/manifests/1"), Cancel);
        await client.GetByteArrayAsync(new Uri(proxy.Url, "/v2/app/tags/list"), Cancel);

        Assert.InRange(clock.ElapsedMilliseconds, 39, 5000);
        Assert.Equal(1, rule.Hits);
    }

    [Fact]
    public async Task Shows_what_cosign_asks_of_the_real_docker_registry()
    {
        RealPeer.Require("cosign", "docker-registry");
        await using var real = await DockerRegistry.StartAsync();
        await using var counter = await DelayProxy.StartAsync(real.Url);
        using var home = PeerHome.Create();
        var image = await client.PushAsync(real.Url, "app", TestImages.Build(), ["1"], Cancel);
        (await home.RunAsync("cosign", ["generate-key-pair"], cancellationToken: Cancel)).EnsureSuccess();

        (await home.RunAsync(
            "cosign",
            ["sign", "--key", "cosign.key", "--use-signing-config=false", "--tlog-upload=false", $"{counter.Host}/app@{image.Digest}"],
            cancellationToken: Cancel)).EnsureSuccess();

        Assert.Equal(17, counter.Requests.Count());
    }
}
