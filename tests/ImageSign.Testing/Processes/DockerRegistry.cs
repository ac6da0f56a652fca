using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ImageSign.Testing.Processes;

/// <summary>
/// The real docker-registry (CNCF distribution 2.8.3: no referrers API) as a child process on a free loopback port, with a storage directory that goes
/// with it. It keeps no count of requests: put a <see cref="Proxies.DelayProxy"/> in front for that.
/// </summary>
public sealed class DockerRegistry : IAsyncDisposable
{
    /// <summary>The account with <see cref="DockerRegistryOptions.Htpasswd"/>; the colon in the password is on purpose.</summary>
    public const string User = "tester";

    /// <summary>That account's password.</summary>
    public const string Password = "open:sesame";

    // Taken by another process between our look and the child's bind: rare, so a few tries are enough.
    private const int StartTries = 3;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo directory;
    private readonly ChildProcess child;

    private DockerRegistry(int port, DirectoryInfo directory, ChildProcess child)
    {
        Port = port;
        this.directory = directory;
        this.child = child;
    }

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary><c>localhost:PORT</c>.</summary>
    public string Host => $"localhost:{Port}";

    /// <summary>The origin, over http.</summary>
    public Uri Url => new($"http://{Host}");

    /// <summary>What the process has written so far, for assertion messages.</summary>
    public string Log => child.Output;

    /// <summary>Starts the process and waits until it answers.</summary>
    /// <exception cref="PeerMissingException">It is not installed.</exception>
    /// <exception cref="InvalidOperationException">It did not come up; the message has its output.</exception>
    public static async Task<DockerRegistry> StartAsync(DockerRegistryOptions? options = null)
    {
        var path = Peers.Find("docker-registry");
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var home = Directory.CreateTempSubdirectory("imagesign-registry-");
            var config = DockerRegistryConfig.Write(home, port, options ?? new DockerRegistryOptions());
            var registry = new DockerRegistry(port, home, ChildProcess.Start(path, ["serve", config]));
            if (await registry.AnswersAsync())
            {
                return registry;
            }

            await registry.DisposeAsync();
            if (attempt == StartTries)
            {
                throw new InvalidOperationException($"docker-registry did not start\n{registry.Log}");
            }
        }
    }

    /// <summary>Stops the process and removes its storage.</summary>
    public async ValueTask DisposeAsync()
    {
        await child.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var clock = Stopwatch.StartNew();
        while (!child.HasExited && clock.Elapsed < StartLimit)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(Url, "/v2/"));
                return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Unauthorized;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20); // not listening yet
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
