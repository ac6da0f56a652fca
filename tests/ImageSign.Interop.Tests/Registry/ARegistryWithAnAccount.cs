using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Interop.Tests.Registry;

public sealed class ARegistryWithAnAccount : IDisposable
{
    private readonly HttpClient client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("user:wrong", HttpStatusCode.Unauthorized)]
    [InlineData("user:pass:word", HttpStatusCode.OK)]
    public async Task Lets_only_the_right_password_through(string? credentials, HttpStatusCode expected)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BasicAuth("user", "pass:word") });

        using var response = await GetAsync(registry, "/v2/", credentials is null ? null : Basic(credentials));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme is "Basic"));
    }

    [Fact]
    public async Task Challenges_with_realm_service_and_scope()
    {
        await using var registry = await StartAsync(new BearerAuth("user", "pw") { Service = "s" });

        using var response = await GetAsync(registry, "/v2/team/app/manifests/1", authorization: null);

        Assert.Equal(
            $"Bearer realm=\"{registry.Url}token\",service=\"s\",scope=\"repository:team/app:pull\"", response.Headers.WwwAuthenticate.Single().ToString());
    }

    [Theory]
    [InlineData(true, "pull", HttpStatusCode.OK)]
    [InlineData(true, "pull,push", HttpStatusCode.OK)]
    [InlineData(true, "push", HttpStatusCode.Unauthorized)]
    [InlineData(false, "pull", HttpStatusCode.Unauthorized)]
    public async Task Checks_a_tokens_scope(bool sameRepository, string actions, HttpStatusCode expected)
    {
        await using var registry = await StartAsync(new BearerAuth("user", "pw"));
        var token = await TokenAsync(registry, $"repository:{(sameRepository ? "app" : "other")}:{actions}", Basic("user:pw"));

        using var response = await GetAsync(registry, "/v2/app/manifests/1", new AuthenticationHeaderValue("Bearer", token));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Gives_a_stranger_a_token_to_pull_but_never_to_push()
    {
        await using var registry = await StartAsync(new BearerAuth("user", "pw") { AnonymousPull = true });
        var token = new AuthenticationHeaderValue("Bearer", await TokenAsync(registry, "repository:app:pull,push", authorization: null));

        using var read = await GetAsync(registry, "/v2/app/manifests/1", token);
        using var write = new HttpRequestMessage(HttpMethod.Post, new Uri(registry.Url, "/v2/app/blobs/uploads/")) { Headers = { Authorization = token } };
        using var refused = await client.SendAsync(write, Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (read.StatusCode, refused.StatusCode));
        Assert.Contains("insufficient_scope", refused.Headers.WwwAuthenticate.Single().ToString());
    }

    [Fact]
    public async Task Forgets_a_token_after_its_lifetime()
    {
        var time = new ManualTime();
        await using var registry = await StartAsync(new BearerAuth("user", "pw") { TokenLifetime = TimeSpan.FromMinutes(1) }, time);
        var token = new AuthenticationHeaderValue("Bearer", await TokenAsync(registry, "repository:app:pull", Basic("user:pw")));
        using var before = await GetAsync(registry, "/v2/app/manifests/1", token);

        time.Advance(TimeSpan.FromMinutes(1));
        using var after = await GetAsync(registry, "/v2/app/manifests/1", token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
        Assert.Contains("invalid_token", after.Headers.WwwAuthenticate.Single().ToString());
    }

    [Theory, InlineData(true, HttpStatusCode.OK), InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task Takes_an_identity_token_for_the_password(bool right, HttpStatusCode expected)
    {
        var auth = new BearerAuth("user", "pw");
        await using var registry = await StartAsync(auth);
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("grant_type", "refresh_token"),
            KeyValuePair.Create("refresh_token", right ? auth.IdentityToken : "other"),
            KeyValuePair.Create("scope", "repository:app:pull"),
        ]);

        using var response = await client.PostAsync(new Uri(registry.Url, "/token"), form, Cancel);

        Assert.Equal(expected, response.StatusCode);
    }

    private static async Task<TestRegistry> StartAsync(BearerAuth auth, TimeProvider? time = null)
    {
        var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = auth, Time = time ?? TimeProvider.System });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        return registry;
    }

    private static AuthenticationHeaderValue Basic(string credentials) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

    private async Task<HttpResponseMessage> GetAsync(TestRegistry registry, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(registry.Url, path)) { Headers = { Authorization = authorization } };
        return await client.SendAsync(request, Cancel);
    }

    private async Task<string?> TokenAsync(TestRegistry registry, string scope, AuthenticationHeaderValue? authorization)
    {
        using var response = await GetAsync(registry, $"/token?service=s&scope={scope}", authorization);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(Cancel))?["token"]?.GetValue<string>();
    }
}
