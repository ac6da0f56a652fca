using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Issue 2, "Must show" 2: skopeo (the library of podman and CRI-O) with a policy of `sigstoreSigned` and its default signedIdentity.</summary>
public sealed class SkopeoAcceptsOurs : IDisposable
{
    private readonly PeerHome _home = PeerHome.Create();
    private readonly TestKeyPair _key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    public void Dispose() => _home.Dispose();

    [Theory, InlineData(TestKeyAlgorithm.EcdsaP256), InlineData(TestKeyAlgorithm.Rsa2048), InlineData(TestKeyAlgorithm.Rsa4096), InlineData(TestKeyAlgorithm.Ed25519)]
    public async Task Under_each_of_two_tags(TestKeyAlgorithm algorithm)
    {
        RealPeer.Require("skopeo");
        var key = TestKeys.Shared(algorithm);
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1", "latest");

        await new Engine().SignAsync(registry.Reference("app", "1"), key, "cosign", request => request with { Tags = ["1", "latest"] });

        (await CopyAsync(registry, ":1", key)).EnsureSuccess();
        (await CopyAsync(registry, ":latest", key)).EnsureSuccess();
        Assert.False((await CopyAsync(registry, ":1", TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))).Succeeded);
    }

    [Fact]
    public async Task For_an_index_under_each_of_two_tags_and_for_each_platform_of_it()
    {
        RealPeer.Require("skopeo");
        await using var registry = await TestRegistry.StartAsync();
        var index = registry.Content.PutImage("app", TestImages.MultiArch(), "1", "latest");

        await new Engine().SignAsync(registry.Reference("app", "1"), _key, "cosign", request => request with { Tags = ["1", "latest"] });

        foreach (var name in (string[])[":1", ":latest", $"@{index.Digest}"])
        {
            (await CopyAsync(registry, name, _key, "--override-arch", "amd64")).EnsureSuccess();
            (await CopyAsync(registry, name, _key, "--override-arch", "arm64")).EnsureSuccess();
            (await CopyAsync(registry, name, _key, "--all")).EnsureSuccess();
        }
    }

    [Fact]
    public async Task But_not_under_a_tag_that_the_signature_does_not_name()
    {
        RealPeer.Require("skopeo");
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1", "2");

        await new Engine().SignAsync(registry.Reference("app", "1"), _key, "cosign");

        Assert.False((await CopyAsync(registry, ":2", _key)).Succeeded);
    }

    private Task<ProcessResult> CopyAsync(TestRegistry registry, string name, TestKeyPair key, params string[] options)
    {
        var configuration = Directory.CreateDirectory(_home.File("registries.d")).FullName;
        _home.Write("registries.d/default.yaml", $"docker:\n  {registry.Host}:\n    use-sigstore-attachments: true\n");
        var requirement = $$"""[{"type":"sigstoreSigned","keyPath":"{{_home.Write("key.pub", key.PublicPem)}}"}]""";
        var policy = _home.Write("policy.json", $$"""{"default":[{"type":"reject"}],"transports":{"docker":{"{{registry.Host}}":{{requirement}} } } }""");
        string[] platform = options.Contains("--all") ? [] : ["--override-os", "linux", .. options];
        string[] all = options.Contains("--all") ? ["--all"] : [];
        return _home.RunAsync(
            "skopeo",
            [.. platform, "--registries.d", configuration, "--policy", policy, "copy", "--src-tls-verify=false", "--remove-signatures", .. all, $"docker://{registry.Host}/app{name}", $"dir:{_home.File(Guid.NewGuid().ToString("N"))}"],
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
