using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Oci;
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

    private SocketsHttpHandler CreateHandler(RegistryEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseProxy = !RegistryEndpoint.IsLoopback(endpoint.Authority),
        };
        if (endpoint.IsInsecure)
        {
            // The user named this host with --insecure-registry: digests still bind every byte, but nothing says who answers.
#pragma warning disable CA5359 // that is what the option says, loudly
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.CertificateAuthorityFile is { } file)
        {
            handler.SslOptions.CertificateChainPolicy = CustomTrust(file);
        }

        return handler;
    }

    private static X509ChainPolicy CustomTrust(string file)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy.CustomTrustStore.Count > 0 ? policy : throw ErrorCodes.RegistryAuthorityUnreadable.With(file, "it holds no certificate");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw ErrorCodes.RegistryAuthorityUnreadable.Because(e, file, e.Message.TrimEnd('.'));
        }
    }
}
