using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Configuration;

/// <summary>An image in a registry, built as a description says on a base in the same registry.</summary>
internal sealed class DescribedImage : IAsyncDisposable
{
    private const string Apk = "lib/apk/db/installed";

    private readonly TemporaryDirectory _directory = new();

    private DescribedImage(TestRegistry registry)
    {
        Registry = registry;
        Options = new TestImageOptions
        {
            Layers = [Files(Apk, "P:musl\nV:1\n\n"), Files(Apk, "P:musl\nV:1\n\nP:curl\nV:8\n\n")],
            Env = ["APP_ENV=production"],
            User = "nobody",
            WorkingDir = "/app",
            Cmd = ["run", "it"],
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["version"] = "1.0.0" },
        };
        registry.Content.PutImage("base", TestImages.Build(new TestImageOptions { Layers = [Options.Layers[0]], Env = [] }), "1");
        Description = Write("app.yaml", $$"""
            from: {{registry.Reference("base", "1")}}
            packages: [curl=8]
            env: {APP_ENV: production}
            workdir: /app
            user: nobody
            cmd: [run, it]
            labels: {version: "1.0.0"}
            """);
    }

    public static TestKeyPair Key => TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public TestRegistry Registry { get; }

    public TestImageOptions Options { get; }

    /// <summary>The file that says what the image is.</summary>
    public string Description { get; }

    public Engine Engine { get; } = new();

    public string Image => Registry.Reference("app", "1");

    public static async Task<DescribedImage> CreateAsync(Func<TestImageOptions, TestImageOptions>? change = null)
    {
        var described = new DescribedImage(await TestRegistry.StartAsync());
        described.Registry.Content.PutImage("app", TestImages.Build(change?.Invoke(described.Options) ?? described.Options), "1");
        return described;
    }

    public string Write(string name, string text) => _directory.Write(name, text);

    public Task<SignResult> SignAsync(string format = "sigstore", string? description = null) =>
        Engine.SignAsync(Image, Key, format, request => request with { ConfigFile = description ?? Description });

    public Task<VerifyResult> VerifyAsync(string? description = null, Func<VerifyRequest, VerifyRequest>? with = null) => Engine.VerifyAsync(Image, Key, request =>
    {
        var described = request with { ConfigFile = description ?? Description };
        return with?.Invoke(described) ?? described;
    });

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _directory.Dispose();
    }

    private static Dictionary<string, string> Files(string name, string text) => new(StringComparer.Ordinal) { [name] = text };
}
