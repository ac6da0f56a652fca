using ImageSign.Testing.Faults;
using ImageSign.Testing.Hosting;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Proxies;

/// <summary>
/// A reverse proxy on loopback in front of any registry: records what passes and, by the same rules as the test registry, delays or spoils it. It counts
/// the requests of real peers, and widens the gap between a signer's read and its write.
/// </summary>
public sealed class DelayProxy : IAsyncDisposable
{
    private readonly RequestForwarder forwarder;
    private LoopbackServer? server;

    private DelayProxy(Uri target) => forwarder = new RequestForwarder(target);

    /// <summary>What passed.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What is delayed or goes wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary><c>localhost:PORT</c>.</summary>
    public string Host => $"localhost:{Port}";

    /// <summary>The origin, over http.</summary>
    public Uri Url => new($"http://{Host}");

    /// <summary>Starts a proxy in front of a registry's origin; dispose it to stop it.</summary>
    public static async Task<DelayProxy> StartAsync(Uri target)
    {
        var proxy = new DelayProxy(target);
        proxy.server = await LoopbackServer.StartAsync(
            port: 0,
            certificate: null,
            context => proxy.Requests.RecordAsync(context, request => proxy.Faults.ApplyAsync(request, proxy.forwarder.ForwardAsync)));
        proxy.Port = proxy.server.Port;
        return proxy;
    }

    /// <summary>Delays matching requests by a random time between two bounds, in milliseconds, before they reach the registry.</summary>
    public FaultRule Delay(Func<HttpRequest, bool> match, int minMilliseconds, int maxMilliseconds) => Faults.Add(
        match,
        new DelayFault { BeforeWork = (TimeSpan.FromMilliseconds(minMilliseconds), TimeSpan.FromMilliseconds(maxMilliseconds)) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        forwarder.Dispose();
    }
}
