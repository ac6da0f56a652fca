using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;

namespace ImageSign.Tasks.Tests.Targets;

/// <summary>An in-process registry that already holds what the SDK "pushed", and a project with a key, ready to publish.</summary>
internal sealed class PushedImages : IAsyncDisposable
{
    private PushedImages(TestRegistry registry, FakePublish publish)
    {
        Registry = registry;
        Publish = publish;
        publish.Properties["ContainerRegistry"] = registry.Host;
        publish.Properties["ImageSignKey"] = "signing.key";
        PublicKey = Key.Write(publish.PathOf("signing")).PublicKey;
    }

    public static TestKeyPair Key => TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public TestRegistry Registry { get; }

    public FakePublish Publish { get; }

    public string PublicKey { get; }

    public static Task<PushedImages> StartAsync(TestImage image, params string[] tags) => StartAsync(new FakePublish { Image = image, Tags = tags });

    public static async Task<PushedImages> StartAsync(FakePublish publish, TestRegistryOptions? options = null)
    {
        var registry = await TestRegistry.StartAsync(options);
        registry.Content.PutImage("team/app", publish.Image!, [.. publish.Tags]);
        return new PushedImages(registry, publish);
    }

    public string Reference(string digest) => Registry.Reference("team/app", digest);

    public async ValueTask DisposeAsync()
    {
        Publish.Dispose();
        await Registry.DisposeAsync();
    }
}
