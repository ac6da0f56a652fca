using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Testing.Proxies;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Issue 2, "Must show" 5: how many requests signing and verifying take, counted in front of the registry.</summary>
public sealed class RequestsOfAFreshProcess : IDisposable
{
    private readonly PeerHome _home = PeerHome.Create();
    private readonly HttpClient _http = new();
    private readonly TestKeyPair _key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _home.Dispose();
    }

    [Theory, InlineData("sigstore"), InlineData("cosign")]
    public async Task On_docker_registry(string format)
    {
        RealPeer.Require("docker-registry");
        await using var registry = await DockerRegistry.StartAsync();
        await using var proxy = await DelayProxy.StartAsync(registry.Url);

        var counts = await CountAsync(proxy, format);

        Assert.True(counts.First <= 10 && counts.SameImage <= 8 && counts.OtherImage <= 8 && counts.Verify <= 4, counts.ToString());
    }

    [Theory, InlineData("sigstore", true), InlineData("sigstore", false), InlineData("cosign", true), InlineData("cosign", false)]
    public async Task On_a_registry_with_a_referrers_api(string format, bool takesWholeBlobs)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { SinglePostUpload = takesWholeBlobs });
        await using var proxy = await DelayProxy.StartAsync(registry.Url);

        var counts = await CountAsync(proxy, format);

        if (format == "sigstore") Assert.True(takesWholeBlobs ? counts is { First: 4, SameImage: 4, OtherImage: 4 } : counts is { First: <= 7, SameImage: <= 7, OtherImage: <= 7 }, counts.ToString());
        else Assert.True(counts is { First: <= 10, SameImage: <= 8, OtherImage: <= 8 }, counts.ToString()); // the .sig tag is shared on every registry
        Assert.True(counts.Verify <= 3, counts.ToString());
        if (format == "sigstore") Assert.Equal(["1", "2"], registry.Content.Tags("app"));
    }

    private async Task<Counts> CountAsync(DelayProxy proxy, string format)
    {
        await PushAsync(proxy, "1");
        await PushAsync(proxy, "2");
        var keys = (Private: _home.Write("private-key.pem", _key.PrivatePem), Public: _home.Write("public-key.pem", _key.PublicPem));
        var first = await RunAsync(proxy, "sign", "-k", keys.Private, "--format", format, $"{proxy.Host}/app:1");
        var same = await RunAsync(proxy, "sign", "-k", keys.Private, "--format", format, $"{proxy.Host}/app:1");
        var other = await RunAsync(proxy, "sign", "-k", keys.Private, "--format", format, $"{proxy.Host}/app:2");
        var verify = await RunAsync(proxy, "verify", "-k", keys.Public, $"{proxy.Host}/app@{Image("1").Digest}");
        TestContext.Current.SendDiagnosticMessage($"{format}: first {first}, same image again {same}, another image {other}, verify {verify}");
        return new Counts(first, same, other, verify, proxy.Requests.ToString());
    }

    private async Task<int> RunAsync(DelayProxy proxy, params string[] words)
    {
        proxy.Requests.Clear();
        (await ImageSignTool.RunAsync(_home, words)).EnsureSuccess();
        return proxy.Requests.Count();
    }

    private Task<TestImage> PushAsync(DelayProxy proxy, string tag) => _http.PushAsync(proxy.Url, "app", Image(tag), [tag], Cancel);

    private static TestImage Image(string tag) => TestImages.Build(new TestImageOptions { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = tag } });

    private sealed record Counts(int First, int SameImage, int OtherImage, int Verify, string LastRequests);
}
