using System.Text.Json.Nodes;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.RealPeers;

public sealed class PeersLogIn : IDisposable
{
    private readonly PeerHome home = PeerHome.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<RegistryAuth> Auths => [new BasicAuth("user", "pass:word"), new BearerAuth("user", "pass:word")];

    public void Dispose() => home.Dispose();

    [Theory, MemberData(nameof(Auths))]
    public async Task Crane_pushes_after_login_and_not_before(RegistryAuth auth)
    {
        RealPeer.Require("crane");
        await using var source = await TestRegistry.StartAsync();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = auth });
        var image = source.Content.PutImage("app", TestImages.Build(), "1");
        string[] copy = ["copy", source.Reference("app", "1"), registry.Reference("app", "1")];

        Assert.False((await home.RunAsync("crane", copy, cancellationToken: Cancel)).Succeeded);
        (await home.RunAsync("crane", ["auth", "login", registry.Host, "-u", "user", "--password-stdin"], "pass:word", Cancel)).EnsureSuccess();
        (await home.RunAsync("crane", copy, cancellationToken: Cancel)).EnsureSuccess();

        Assert.Equal(image.Digest, registry.Content.GetTag("app", "1"));
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Oras_logs_in_only_with_the_right_password(RegistryAuth auth)
    {
        RealPeer.Require("oras");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = auth });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        string[] login = ["login", "--plain-http", registry.Host, "-u", "user", "--password-stdin"];

        Assert.False((await home.RunAsync("oras", login, "wrong", Cancel)).Succeeded);
        (await home.RunAsync("oras", login, "pass:word", Cancel)).EnsureSuccess();
        (await home.RunAsync("oras", ["manifest", "fetch", "--plain-http", registry.Reference("app", "1")], cancellationToken: Cancel)).EnsureSuccess();
    }

    [Fact]
    public async Task Crane_gets_on_with_an_identity_token()
    {
        RealPeer.Require("crane");
        var auth = new BearerAuth("user", "pass:word");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = auth });
        var image = registry.Content.PutImage("app", TestImages.Build(), "1");
        var config = Path.Combine(home.DockerConfigDirectory, "config.json");
        var user = Convert.ToBase64String("user:"u8);
        var account = new JsonObject { ["auth"] = user, ["identitytoken"] = auth.IdentityToken };
        var content = new JsonObject { ["auths"] = new JsonObject { [registry.Host] = account } };
        await File.WriteAllTextAsync(config, content.ToJsonString(), Cancel);

        var result = (await home.RunAsync("crane", ["digest", registry.Reference("app", "1")], cancellationToken: Cancel)).EnsureSuccess();

        Assert.Equal(image.Digest, result.Output.Trim());
        Assert.Equal(1, registry.Requests.Count("POST", "/token"));
    }
}
