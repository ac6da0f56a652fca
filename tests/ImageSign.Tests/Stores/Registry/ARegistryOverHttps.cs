using System.Net;
using System.Net.Sockets;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>Which scheme is spoken with whom.</summary>
public sealed class ARegistryOverHttps : IDisposable
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Is_trusted_with_its_authority_and_not_without()
    {
        await using var registry = await StartAsync(https: true);
        var ca = _directory.Write("ca.pem", registry.CaPem!);

        await new Engine(new RegistryOptions { CertificateAuthorityFile = ca }).SignAsync(registry.Reference("app", "1"), Key);

        (await new Engine(new RegistryOptions { CertificateAuthorityFile = ca }).VerifyAsync(registry.Reference("app", "1"), Key)).MustBeTrusted();
        Assert.Equal(ErrorCodes.UntrustedCertificate, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(registry.Reference("app", "1"), Key))).Code);
    }

    [Fact]
    public async Task Is_reached_with_an_untrusted_certificate_only_when_it_is_listed()
    {
        await using var registry = await StartAsync(https: true);

        await new Engine(new RegistryOptions { InsecureRegistries = [registry.Host] }).SignAsync(registry.Reference("app", "1"), Key);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Is_required_of_every_host_that_is_not_loopback_unless_it_is_listed(bool listed)
    {
        await using var registry = await StartAsync(https: false);
        var options = new RegistryOptions { InsecureRegistries = listed ? ["registry.example:5000"] : [], HandlerFactory = () => To(registry.Port) };
        const string image = "registry.example:5000/app:1";

        if (listed) await new Engine(options).SignAsync(image, Key);
        else Assert.Equal(ErrorCodes.PlainHttpRefused, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine(options).SignAsync(image, Key))).Code);
    }

    [Theory, InlineData("absent.pem", null), InlineData("empty.pem", "")]
    public async Task Has_an_authority_that_can_be_read(string name, string? content)
    {
        var file = content is null ? Path.Combine(_directory.Path, name) : _directory.Write(name, content);

        Assert.Equal(ErrorCodes.RegistryAuthorityUnreadable, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine(new RegistryOptions { CertificateAuthorityFile = file }).VerifyAsync("localhost:1/app:1", Key))).Code);
    }

    /// <summary>Every host name leads to the test registry, so that no name has to be resolved.</summary>
    private static SocketsHttpHandler To(int port) => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static async Task<TestRegistry> StartAsync(bool https)
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Https = https });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        return registry;
    }
}
