using ImageSign.Testing.Faults;
using ImageSign.Testing.Hosting;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Registry;

namespace ImageSign.Testing;

/// <summary>
/// An honest OCI distribution 1.1 registry in this process, in memory, on loopback: uploads, digests checked, referrers, auth, a request log, and
/// faults on demand. It shares no code with the engine that it tests. It writes nothing to the console.
/// </summary>
public sealed class TestRegistry : IAsyncDisposable
{
    private readonly TestCa? ca;
    private TestRegistryOptions options;
    private LoopbackServer? server;

    private TestRegistry(TestRegistryOptions options)
    {
        this.options = options;
        Content = new RegistryContent(options.Time);
        ca = options.Https ? TestCa.Create("CN=ImageSign test registry CA") : null;
    }

    /// <summary>How it behaves now; <see cref="Reconfigure"/> changes it.</summary>
    public TestRegistryOptions Options => Volatile.Read(ref options);

    /// <summary>What it holds.</summary>
    public RegistryContent Content { get; }

    /// <summary>What it was asked.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultList Faults { get; } = new();

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary><c>localhost:PORT</c>: the form that every peer and the .NET SDK reach over http without being told.</summary>
    public string Host => $"localhost:{Port}";

    /// <summary>The origin, such as <c>http://localhost:5000</c>, without a slash at the end.</summary>
    public Uri Url => new($"{(ca is null ? "http" : "https")}://{Host}");

    /// <summary>The PEM certificate of the CA behind https, or null over http.</summary>
    public string? CaPem => ca?.CertificatePem;

    /// <summary>Starts a registry; dispose it to stop it.</summary>
    public static async Task<TestRegistry> StartAsync(TestRegistryOptions? options = null)
    {
        var registry = new TestRegistry(options ?? new TestRegistryOptions());
        var pipeline = new RequestPipeline(registry);
        registry.server = await LoopbackServer.StartAsync(
            registry.Options.Port,
            registry.ca?.IssueServerCertificate("localhost", "127.0.0.1"),
            context => registry.Requests.RecordAsync(context, request => registry.Faults.ApplyAsync(request, pipeline.HandleAsync)));
        registry.Port = registry.server.Port;
        return registry;
    }

    /// <summary>Changes behaviour while it runs; port and https stay as they were at the start.</summary>
    public void Reconfigure(Func<TestRegistryOptions, TestRegistryOptions> change) => Volatile.Write(ref options, change(Options));

    /// <summary><c>localhost:PORT/REPOSITORY:TAG</c>, or with <c>@DIGEST</c>.</summary>
    public string Reference(string repository, string tagOrDigest) =>
        $"{Host}/{repository}{(tagOrDigest.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{tagOrDigest}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        ca?.Dispose();
    }
}
