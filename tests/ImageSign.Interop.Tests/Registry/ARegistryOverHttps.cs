using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Registry;

public sealed class ARegistryOverHttps
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_trusted_by_who_trusts_its_ca_and_by_nobody_else()
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Https = true });
        using var ca = X509Certificate2.CreateFromPem(registry.CaPem);
        using var trusting = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { ca },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
        using var other = new HttpClient();

        Assert.Equal("{}", await trusting.GetStringAsync(new Uri(registry.Url, "/v2/"), Cancel));
        await Assert.ThrowsAsync<HttpRequestException>(() => other.GetStringAsync(new Uri(registry.Url, "/v2/"), Cancel));
    }

    [Fact]
    public async Task Is_trusted_by_oras_with_its_ca_file_only()
    {
        RealPeer.Require("oras");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Https = true });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        using var home = PeerHome.Create();
        var ca = home.Write("ca.pem", registry.CaPem ?? "");
        string[] fetch = ["manifest", "fetch", "--plain-http=false", registry.Reference("app", "1")];

        (await home.RunAsync("oras", [.. fetch, "--ca-file", ca], cancellationToken: Cancel)).EnsureSuccess();
        Assert.False((await home.RunAsync("oras", fetch, cancellationToken: Cancel)).Succeeded);
    }
}
