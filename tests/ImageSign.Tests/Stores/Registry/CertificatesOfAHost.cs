using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>certs.d/HOST as docker and podman have it.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class CertificatesOfAHost : IDisposable
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _directory = new();
    private readonly EnvironmentScope _environment = new();

    public CertificatesOfAHost() => _environment.Set("XDG_CONFIG_HOME", _directory.Path);

    public void Dispose()
    {
        _environment.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Have_its_authority_trusted()
    {
        await using var registry = await StartAsync();
        _directory.Write($"containers/certs.d/{registry.Host}/ca.crt", registry.CaPem!);

        await new Engine().SignAsync(registry.Reference("app", "1"), Key);
    }

    [Fact]
    public async Task Count_for_no_other_host()
    {
        await using var registry = await StartAsync();
        _directory.Write("containers/certs.d/other.example/ca.crt", registry.CaPem!);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(registry.Reference("app", "1"), Key));

        Assert.Equal(ErrorCodes.UntrustedCertificate, refusal.Code);
        Assert.Contains("SSL_CERT_FILE", refusal.Code.Remedy, StringComparison.Ordinal);
    }

    [Theory, InlineData("client.cert", "no key beside it"), InlineData("client.key", "no certificate beside it")]
    public async Task With_half_a_pair_are_refused(string file, string reason)
    {
        await using var registry = await StartAsync();
        _directory.Write($"containers/certs.d/{registry.Host}/{file}", registry.CaPem!);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(registry.Reference("app", "1"), Key));

        Assert.Equal(ErrorCodes.HostCertificatesUnusable, refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<TestRegistry> StartAsync()
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Https = true });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        return registry;
    }
}
