using System.Text;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Security;

/// <summary>Rule 6: two registries, credentials for A; B never sees any, whichever door A opens.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class Rule06CredentialsLeaveByNoOtherDoor : IAsyncLifetime
{
    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _home = new();
    private readonly EnvironmentScope _environment = new();
    private TestRegistry? _a;
    private TestRegistry? _b;

    private TestRegistry A => _a!;

    private TestRegistry B => _b!;

    public static TheoryData<RegistryAuth> Auths => [new BasicAuth("tester", "secret-of-a"), new BearerAuth("tester", "secret-of-a")];

    public async ValueTask InitializeAsync()
    {
        _a = await TestRegistry.StartAsync();
        _b = await TestRegistry.StartAsync();
        foreach (var registry in (TestRegistry[])[_a, _b]) registry.Content.PutImage("app", TestImages.Build(), "1");
        var auth = Convert.ToBase64String("tester:secret-of-a"u8);
        _home.Write("config.json", $$"""{"auths":{"{{A.Host}}":{"auth":"{{auth}}"} } }""");
        _environment.Set("DOCKER_CONFIG", _home.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        _environment.Dispose();
        _home.Dispose();
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Not_by_a_redirect(RegistryAuth auth)
    {
        A.Reconfigure(options => options with { Auth = auth });
        var engine = new Engine();
        await engine.SignAsync(A.Reference("app", "1"), Key);
        CopyToB();
        A.Faults.Add(On.Get("/v2/app/manifests/*"), new RedirectFault(request => $"{B.Url.GetLeftPart(UriPartial.Authority)}{request.Path}"));

        (await engine.VerifyAsync(A.Reference("app", "1"), Key)).MustBeTrusted();

        MustHaveBeenAskedWithoutCredentials();
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Not_by_an_upload_location(RegistryAuth auth)
    {
        A.Reconfigure(options => options with { Auth = auth, Mount = false, SinglePostUpload = false });
        A.Faults.Add(On.Post("*/blobs/uploads/*"), new RewriteHeaderFault("Location", location => location?.Replace(A.Host, B.Host, StringComparison.Ordinal)));
        A.Faults.Add(On.Post("*/blobs/uploads/*"), new RewriteHeaderFault("Location", location => location is ['/', ..] ? $"http://{B.Host}{location}" : location));

        await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(A.Reference("app", "1"), Key));

        MustHaveBeenAskedWithoutCredentials();
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Not_by_a_listing_that_goes_on_elsewhere(RegistryAuth auth)
    {
        A.Reconfigure(options => options with { Auth = auth });
        A.Faults.Add(On.Get("*/referrers/*"), new RewriteHeaderFault("Link", _ => $"<http://{B.Host}/v2/app/referrers/x>; rel=\"next\""));

        var verdict = await new Engine().VerifyAsync(A.Reference("app", "1"), Key);

        Assert.NotEqual(VerdictOutcome.Trusted, verdict.Verdict.Outcome);
        Assert.Empty(B.Requests.All);
    }

    [Theory, InlineData("http://[/"), InlineData("<"), InlineData("<http://[::1>; rel=\"next\""), InlineData("<//>; rel=\"next\"")]
    public async Task A_malformed_listing_is_an_answer_with_a_code(string link)
    {
        A.Faults.Add(On.Get("*/referrers/*"), new RewriteHeaderFault("Link", _ => link));

        var verdict = await new Engine().VerifyAsync(A.Reference("app", "1"), Key);

        Assert.NotEqual(VerdictOutcome.Trusted, verdict.Verdict.Outcome);
    }

    [Theory]
    [InlineData("http://registry.example/token")]
    [InlineData("ftp://registry.example/token")]
    [InlineData("https://user:password@registry.example/token")]
    [InlineData("/token")]
    [InlineData("")]
    public async Task Not_by_a_realm_that_is_not_https(string realm)
    {
        A.Faults.Add(On.Any, new CustomFault(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{realm}\",service=\"s\"";
            return Task.FromResult(true);
        }));

        Assert.Equal(ErrorCodes.TokenServiceFailed, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(A.Reference("app", "1"), Key))).Code);
    }

    [Fact]
    public async Task Not_to_a_host_that_they_are_not_kept_for()
    {
        B.Reconfigure(options => options with { Auth = new BasicAuth("tester", "secret-of-a") });

        Assert.Equal(ErrorCodes.NotLoggedIn, (await Assert.ThrowsAsync<ImageSignException>(() =>
            new Engine().VerifyAsync(B.Reference("app", "1"), Key))).Code);

        MustHaveBeenAskedWithoutCredentials();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Not_from_the_sdk_variables_unless_they_are_bound_to_the_host(bool bound)
    {
        _environment.Set("SDK_CONTAINER_REGISTRY_UNAME", "tester").Set("SDK_CONTAINER_REGISTRY_PWORD", "secret-of-b");
        B.Reconfigure(options => options with { Auth = new BasicAuth("tester", "secret-of-b") });
        var engine = new Engine(new RegistryOptions { EnvironmentCredentialsHost = bound ? B.Host : A.Host });

        if (bound) await engine.SignAsync(B.Reference("app", "1"), Key);
        else await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(B.Reference("app", "1"), Key));

        Assert.Equal(bound, B.Requests.All.Any(request => request.Authorization is not null));
    }

    [Fact]
    public async Task Never_in_the_trace()
    {
        var trace = new StringBuilder();
        A.Reconfigure(options => options with { Auth = new BearerAuth("tester", "secret-of-a") });

        await new Engine(new RegistryOptions { Trace = line => trace.AppendLine(line) }).SignAsync(A.Reference("app", "1"), Key);

        Assert.NotEqual(0, trace.Length);
        Assert.DoesNotContain("?", trace.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-a", trace.ToString(), StringComparison.Ordinal);
    }

    private void CopyToB()
    {
        var everything = A.Content.Snapshot("app");
        foreach (var blob in everything.Blobs.Values) B.Content.PutBlob("app", blob);
        foreach (var manifest in everything.Manifests.Values) B.Content.PutManifest("app", tag: null, manifest.Bytes, manifest.MediaType);
    }

    private void MustHaveBeenAskedWithoutCredentials()
    {
        Assert.NotEmpty(B.Requests.All);
        Assert.DoesNotContain(B.Requests.All, request => request.Authorization is not null || request.Query.Contains("secret", StringComparison.Ordinal));
    }
}
