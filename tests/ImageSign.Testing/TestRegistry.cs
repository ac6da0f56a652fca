using System.Net;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageSign.Testing;

/// <summary>
/// An honest OCI distribution 1.1 registry in this process, in memory, on loopback: uploads, digests checked, referrers, auth, a request log, and
/// faults on demand. It shares no code with the engine that it tests. It writes nothing to the console.
/// </summary>
public sealed class TestRegistry : IAsyncDisposable
{
    private readonly TestCa? ca;
    private readonly WebApplication app;
    private TestRegistryOptions options;

    private TestRegistry(TestRegistryOptions options)
    {
        this.options = options;
        Content = new RegistryContent(options.Time);
        ca = options.Https ? TestCa.Create("CN=ImageSign test registry CA") : null;

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                if (ca is not null)
                {
                    listen.UseHttps(ca.IssueServerCertificate("localhost", "127.0.0.1"));
                }
            });
        });

        app = builder.Build();
        var pipeline = new RequestPipeline(this);
        app.Use(next => context => Requests.RecordAsync(context, next));
        app.Use(next => context => Faults.ApplyAsync(context, next));
        app.Run(pipeline.HandleAsync);
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
        try
        {
            await registry.app.StartAsync();
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }

        var addresses = registry.app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        registry.Port = new Uri(addresses.Addresses.Single()).Port;
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
        await app.DisposeAsync();
        ca?.Dispose();
    }
}
