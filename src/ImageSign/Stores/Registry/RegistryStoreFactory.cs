using System.Collections.Concurrent;
using ImageSign.Oci;
using ImageSign.Primitives;
using ImageSign.Stores.Registry.Connecting;
using ImageSign.Stores.Registry.Credentials;

namespace ImageSign.Stores.Registry;

/// <summary>Opens registries; one connection pool and one set of tokens for each host, shared by all its repositories.</summary>
public sealed class RegistryStoreFactory(RegistryOptions options, TimeProvider time) : IImageStoreFactory
{
    private readonly ConcurrentDictionary<string, RegistryTransport> _transports = new(StringComparer.Ordinal);
    private readonly ReferrersSupport _referrers = ReferrersSupport.CreateDefault();

    private ContentCache? Cache { get; init; }

    /// <summary>The same, for one call about many images: content that was read by its digest is kept.</summary>
    internal RegistryStoreFactory Remembering() => new(options, time) { Cache = new ContentCache() };

    /// <inheritdoc />
    public bool Opens(Transport transport) => transport == Transport.Registry;

    /// <inheritdoc />
    public IImageStore Open(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new RegistryStore(_transports.GetOrAdd(image.Registry, Connect), image.Name, image.Repository, _referrers, time) { Cache = Cache };
    }

    private RegistryTransport Connect(string host)
    {
        var endpoint = RegistryEndpoint.Of(host, options);
        // Registry credentials live in this client's requests only; other services (timestamps, revocation) get clients of their own.
        var http = new HttpClient(options.HandlerFactory?.Invoke() ?? CreateHandler(endpoint)) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "ImageSign");
        var retries = new RegistryRetries(time);
        var authorization = new RegistryAuthorization(CredentialChain.CreateDefault(options), new TokenService(http, retries, options, time), time);
        return new RegistryTransport(endpoint, http, authorization, retries, options);
    }

    private ProxyGuard CreateHandler(RegistryEndpoint endpoint)
    {
        var proxy = EnvironmentProxy.Create();
        var tls = new RegistryTls(endpoint, HostCertificates.Of(endpoint.Host, endpoint.Authority), options.CertificateAuthorityFile);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = proxy,
            SslOptions = tls.CreateOptions(),
        };
        return new ProxyGuard(proxy, new TlsGuard(tls, handler));
    }
}
