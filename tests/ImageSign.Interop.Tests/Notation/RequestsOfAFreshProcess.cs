using ImageSign.Interop.Tests.Signing;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;
using ImageSign.Testing.Proxies;

namespace ImageSign.Interop.Tests.Notation;

/// <summary>How many requests signing with a certificate and verifying by a policy take, counted in front of the registry; notation 1.3.2 takes 10 and 6, and 8 and 5 with the referrers API.</summary>
public sealed class RequestsOfAFreshProcess : IDisposable
{
    private readonly PeerHome _home = PeerHome.Create();

    public void Dispose() => _home.Dispose();

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task On_docker_registry(string format)
    {
        RealPeer.Require("docker-registry");
        await using var registry = await DockerRegistry.StartAsync();
        await CountAsync(registry.Url, format, sign: 10, verify: 5);
    }

    [Theory, InlineData("notary-jws"), InlineData("notary-cose")]
    public async Task On_a_registry_with_a_referrers_api(string format)
    {
        await using var registry = await TestRegistry.StartAsync();
        await CountAsync(registry.Url, format, sign: 7, verify: 4);
    }

    private async Task CountAsync(Uri registry, string format, int sign, int verify)
    {
        await using var proxy = await DelayProxy.StartAsync(registry);
        using var http = new HttpClient();
        var image = TestImages.Build(new TestImageOptions());
        await http.PushAsync(proxy.Url, "app", image, ["1"], TestContext.Current.CancellationToken);
        string[] signer = ["-k", Vectors.PathOf("notation/pki/p256/leaf.key"), "--certificate-chain", Vectors.PathOf("notation/pki/p256/chain.pem")];
        string[] trust = ["--policy", Vectors.PathOf("notation/config/policies/strict.json"), "--trust-store", Vectors.PathOf("notation/config/truststore")];

        var signing = await RunAsync(proxy, ["sign", .. signer, "--format", format, $"{proxy.Host}/app:1"]);
        var verifying = await RunAsync(proxy, ["verify", .. trust, $"{proxy.Host}/app@{image.Digest}"]);

        TestContext.Current.SendDiagnosticMessage($"{format}: first {signing.Count}, verify {verifying.Count}");
        Assert.True(signing.Count <= sign, signing.Requests);
        Assert.True(verifying.Count <= verify, verifying.Requests);
    }

    private async Task<(int Count, string Requests)> RunAsync(DelayProxy proxy, string[] words)
    {
        proxy.Requests.Clear();
        (await ImageSignTool.RunAsync(_home, words)).EnsureSuccess();
        return (proxy.Requests.Count(), proxy.Requests.ToString());
    }
}
