using System.Net;
using System.Net.Sockets;
using ImageSign.Stores.Registry;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
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

    [Fact]
    public async Task May_name_http_addresses_of_its_own_which_are_used_as_https()
    {
        await using var registry = await StartAsync(https: true);
        registry.Reconfigure(options => options with { SinglePostUpload = false, ReferrersPageSize = 1 });
        registry.Faults.Add(On.Path("*/blobs/uploads/*"), new RewriteHeaderFault("Location", Plain));
        registry.Faults.Add(On.Get("*/referrers/*"), new RewriteHeaderFault("Link", link =>
            link?.Replace("</v2", $"<http://{registry.Host}/v2", StringComparison.Ordinal)));
        var engine = new Engine(new RegistryOptions { CertificateAuthorityFile = _directory.Write("ca.pem", registry.CaPem!) });

        for (var count = 0; count < 2; count++) await engine.SignAsync(registry.Reference("app", "1"), Key);

        (await engine.VerifyAsync(registry.Reference("app", "1"), Key, request => request with { All = true })).MustBeTrusted();
    }

    [Fact]
    public async Task Is_not_followed_to_another_address_that_is_not_https_and_the_message_says_what_to_set()
    {
        await using var registry = await StartAsync(https: true);
        await using var elsewhere = await StartAsync(https: false);
        registry.Reconfigure(options => options with { SinglePostUpload = false });
        registry.Faults.Add(On.Path("*/blobs/uploads/*"), new RewriteHeaderFault("Location", location =>
            location?.Replace($"https://{registry.Host}", $"http://{elsewhere.Host}", StringComparison.Ordinal)));
        var engine = new Engine(new RegistryOptions { CertificateAuthorityFile = _directory.Write("ca.pem", registry.CaPem!) });

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(registry.Reference("app", "1"), Key));

        Assert.Equal(ErrorCodes.InsecureAddress, refusal.Code);
        Assert.Contains("X-Forwarded-Proto", refusal.Code.Remedy, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests.All);
    }

    [Theory]
    [InlineData("https://r.example/v2/", "http://r.example/v2/a", "https://r.example/v2/a")]
    [InlineData("https://r.example/v2/", "http://R.Example:443/v2/a?x=1", "https://r.example/v2/a?x=1")]
    [InlineData("https://r.example:5000/v2/", "http://r.example:5000/v2/a", "https://r.example:5000/v2/a")]
    [InlineData("https://r.example:5000/v2/", "http://r.example/v2/a", "http://r.example/v2/a")]
    [InlineData("https://r.example/v2/", "http://r.example:8080/v2/a", "http://r.example:8080/v2/a")]
    [InlineData("https://r.example/v2/", "http://other.example/v2/a", "http://other.example/v2/a")]
    [InlineData("http://r.example/v2/", "https://r.example/v2/a", "https://r.example/v2/a")]
    public void Is_asked_by_https_where_it_names_itself_only(string asked, string named, string used) =>
        Assert.Equal(new Uri(used), RegistryEndpoint.WithSchemeOf(new Uri(asked), new Uri(named)));

    private static string? Plain(string? address) => address?.Replace("https://", "http://", StringComparison.Ordinal);

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
