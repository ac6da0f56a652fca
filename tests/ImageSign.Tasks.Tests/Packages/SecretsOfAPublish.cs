using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>A registry that wants credentials, an encrypted key, and logs that people attach to bug reports.</summary>
[Collection(RealPackage.Name)]
public sealed class SecretsOfAPublish(PackedPackage package)
{
    private const string User = "ci-user";

    private readonly string _registryPassword = $"registry-{Guid.NewGuid():N}";
    private readonly string _keyPassword = $"key-{Guid.NewGuid():N}";

    [Fact]
    public async Task Are_in_no_log_however_detailed()
    {
        await using var registry = await StartAsync();
        using var app = await ConsumerApp.CreateAsync(package, "console");
        using var credentials = new TemporaryDirectory();
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{_registryPassword}"));
        credentials.Write("config.json", new JsonObject { ["auths"] = new JsonObject { [registry.Host] = new JsonObject { ["auth"] = encoded } } }.ToJsonString());
        var encryptedKey = Encrypt(app);

        var environment = new Dictionary<string, string?> { ["DOCKER_CONFIG"] = credentials.Path, ["IMAGESIGN_PASSWORD"] = _keyPassword };
        var published = (await app.PublishAsync(registry.Host, environment, "-v:diag", "-bl:publish.binlog;ProjectImports=ZipFile")).EnsureSuccess();

        await ShouldBeSignedAsync(registry, app);
        var log = new LoggedText(published.Output + published.Error, Path.Combine(app.ProjectDirectory, "publish.binlog"));
        Assert.True(log.Holds("Signed localhost:") && log.Holds("signing.key"), "the search finds what is there");
        foreach (var secret in new[] { _keyPassword, _registryPassword, encoded }.Concat(KeyMaterial(app.Key.PrivatePem)).Concat(KeyMaterial(encryptedKey)))
        {
            Assert.False(log.Holds(secret), secret);
        }
    }

    [Fact]
    public async Task That_the_SDK_takes_from_DOTNET_variables_are_warned_of_for_MSBuild_logs_those()
    {
        await using var registry = await StartAsync();
        using var app = await ConsumerApp.CreateAsync(package, "console");
        var environment = new Dictionary<string, string?>
        {
            ["DOTNET_CONTAINER_REGISTRY_UNAME"] = User,
            ["DOTNET_CONTAINER_REGISTRY_PWORD"] = _registryPassword,
        };
        var published = (await app.PublishAsync(registry.Host, environment)).EnsureSuccess();

        Assert.Contains("warning IMGSIGN7006", published.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_registryPassword, published.Output + published.Error, StringComparison.Ordinal);
        await ShouldBeSignedAsync(registry, app);
    }

    private async Task<TestRegistry> StartAsync()
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BasicAuth(User, _registryPassword) });
        registry.Content.PutImage("base", TestImages.MinimalBaseIndex(), "1");
        return registry;
    }

    private static async Task ShouldBeSignedAsync(TestRegistry registry, ConsumerApp app)
    {
        registry.Reconfigure(options => options with { Auth = null });
        await VerifiedImages.ShouldBeSignedAsync(registry.Reference("team/console", "latest"), app.PublicKey, "sigstore");
    }

    private string Encrypt(ConsumerApp app)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(app.Key.PrivatePem);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(_keyPassword, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000));
        File.WriteAllText(Path.Combine(app.ProjectDirectory, "..", "signing.key"), pem);
        return pem;
    }

    private static IEnumerable<string> KeyMaterial(string pem) => pem.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= 16 && !line.StartsWith('-'));
}
