using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>A registry to publish to, which holds a small base image for linux/amd64 and linux/arm64.</summary>
internal sealed class PublishRegistry : IAsyncDisposable
{
    private readonly IAsyncDisposable _server;

    private PublishRegistry(IAsyncDisposable server, string host)
    {
        _server = server;
        Host = host;
    }

    public string Host { get; }

    public static async Task<PublishRegistry> StartAsync(RegistryKind kind)
    {
        var registry = kind == RegistryKind.InProcess ? await InProcessAsync() : await DockerAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await client.PushAsync(new Uri($"http://{registry.Host}"), "base", TestImages.MinimalBaseIndex(), ["1"], TestContext.Current.CancellationToken);
        return registry;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<PublishRegistry> InProcessAsync()
    {
        var server = await TestRegistry.StartAsync();
        return new PublishRegistry(server, server.Host);
    }

    private static async Task<PublishRegistry> DockerAsync()
    {
        RealPeer.Require("docker-registry");
        var server = await DockerRegistry.StartAsync();
        return new PublishRegistry(server, server.Host);
    }
}
