using System.Text;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>
/// Nobody is logged in, the password is wrong, the account may not: three causes, three remedies. And logins that expire are got anew.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ALoginThatIsRefused : IAsyncLifetime
{
    private const string User = "tester";
    private const string Password = "open:sesame";

    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _home = new();
    private readonly EnvironmentScope _environment = new();
    private TestRegistry? _registry;

    private TestRegistry Registry => _registry!;

    private string Image => Registry.Reference("team/app", "1");

    private string File => Path.Combine(_home.Path, "docker", "config.json");

    public static TheoryData<RegistryAuth> Auths => [new BasicAuth(User, Password), new BearerAuth(User, Password)];

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("team/app", TestImages.Build(), "1");
        _environment.Set("DOCKER_CONFIG", Path.GetDirectoryName(File)).Set("XDG_RUNTIME_DIR",
            Path.Combine(_home.Path, "run")).Set("XDG_CONFIG_HOME", Path.Combine(_home.Path, "config"));
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _environment.Dispose();
        _home.Dispose();
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Because_nobody_is_logged_in_says_where_was_looked(RegistryAuth auth)
    {
        Registry.Reconfigure(options => options with { Auth = auth });

        var refusal = await RefusalAsync(ErrorCodes.NotLoggedIn);

        foreach (var place in (string[])[Registry.Host, File,
            Path.Combine(_home.Path, "config", "containers", "auth.json")]) Assert.Contains(place, refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Because_only_reading_needs_no_login_says_that_nobody_is_logged_in()
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) { AnonymousPull = true } });

        await RefusalAsync(ErrorCodes.NotLoggedIn);
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Because_the_password_is_wrong_says_where_it_came_from_and_never_what_it_is(RegistryAuth auth)
    {
        Registry.Reconfigure(options => options with { Auth = auth });
        Store("not-the-password");

        var refusal = await RefusalAsync(ErrorCodes.Unauthorized);

        Assert.Contains(File, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Because_of_a_wrong_password_of_a_helper_names_the_helper()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Helper("not-the-password");

        Assert.Contains("docker-credential-rotating", (await RefusalAsync(ErrorCodes.Unauthorized)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(401), InlineData(403)]
    public async Task Because_the_account_may_not_push_says_so(int status)
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) });
        Store(Password);
        Registry.Faults.Add(request => request.Method == "POST" && request.Headers.Authorization.Count > 0
            && request.Path != "/token", Refusing(status));

        var refusal = await RefusalAsync(ErrorCodes.NotAllowed);

        Assert.Contains($"user {User} to push to team/app", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("docker login", refusal.Code.Remedy, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Auths))]
    public async Task Because_the_password_was_changed_is_repeated_with_the_new_one(RegistryAuth auth)
    {
        foreach (var kept in (Action<string>[])[Store, Helper])
        {
            Registry.Reconfigure(options => options with { Auth = auth });
            kept(Password);
            var engine = new Engine();
            await engine.SignAsync(Image, Key);

            Registry.Reconfigure(options => options with { Auth = auth with { Password = "the new one" } });
            kept("the new one");

            (await engine.VerifyAsync(Image, Key)).MustBeTrusted();
            await engine.SignAsync(Image, Key);
        }
    }

    [Fact]
    public async Task Because_its_token_is_used_up_is_repeated_with_another_however_many_ask()
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) });
        Store(Password);
        await new Engine().SignAsync(Image, Key);
        var used = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Registry.Faults.Add(request => request.Headers.Authorization.ToString() is
        { } token && token.StartsWith("Bearer", StringComparison.Ordinal)
            && used.AddOrUpdate(token, 1, (_, times) => times + 1) > 2, Refusing(401));
        var engine = new Engine();

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), async (_, _) => (await engine.VerifyAsync(Image, Key)).MustBeTrusted());
    }

    [Theory]
    [InlineData("Bearer realm=\"{0}\",service=\"x\"")]
    [InlineData("bearer service=x, realm=\"{0}\"")]
    [InlineData("Bearer realm={0}")]
    [InlineData("Bearer error_description=\"no realm=\\\"here\\\", sorry\",realm=\"{0}\"")]
    [InlineData("Negotiate, Basic realm=\"r\", Bearer realm=\"{0}\"")]
    [InlineData("Basic realm=\"r\", Bearer scope=\"repository:team/app:pull\"")]
    public async Task Is_answered_however_the_challenge_is_written(string challenge)
    {
        var auth = challenge.StartsWith("Basic realm=\"r\", Bearer scope", StringComparison.Ordinal)
            ? (RegistryAuth)new BasicAuth(User, Password) : new BearerAuth(User, Password);
        Registry.Reconfigure(options => options with { Auth = auth });
        Store(Password);
        Registry.Faults.Add(On.Any, new RewriteHeaderFault("WWW-Authenticate", honest =>
            honest is null ? null : challenge.Replace("{0}", $"{Registry.Url}token", StringComparison.Ordinal)));

        await new Engine().SignAsync(Image, Key);

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task To_a_copy_within_the_registry_is_none_the_token_is_for_both_repositories_and_blobs_are_mounted()
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) });
        Store(Password);
        var engine = new Engine();
        await engine.SignAsync(Image, Key);

        await new ImageCopier(engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(Image),
            ImageReference.Parse(Registry.Reference("prod/app", "1"))), TestContext.Current.CancellationToken);

        (await engine.VerifyAsync(Registry.Reference("prod/app", "1"), Key)).MustBeTrusted();
        Assert.Equal(0, Registry.Requests.Count("PUT", "/v2/prod/app/blobs/uploads/*"));
    }

    [Fact]
    public async Task For_the_repository_that_is_mounted_from_leaves_the_upload()
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) });
        Store(Password);
        var engine = new Engine();
        await engine.SignAsync(Image, Key);
        Registry.Faults.Add(request => request.Query["from"] == "team/app"
            && request.Path.Value!.Contains("prod", StringComparison.Ordinal), Refusing(401));

        await new ImageCopier(engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(Image),
            ImageReference.Parse(Registry.Reference("prod/app", "1"))), TestContext.Current.CancellationToken);

        (await engine.VerifyAsync(Registry.Reference("prod/app", "1"), Key)).MustBeTrusted();
    }

    private async Task<ImageSignException> RefusalAsync(ErrorCode code)
    {
        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(Image, Key));
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    /// <summary>A refusal with the challenge that the registry itself would make.</summary>
    private CustomFault Refusing(int status) => new(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{Registry.Url}token\",service=\"imagesign-test-registry\"";
        await context.Response.WriteAsync("""{"errors":[{"code":"DENIED","message":"requested access to the resource is denied"}]}""");
        return true;
    });

    private void Store(string password)
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{password}"));
        _home.Write("docker/config.json", $$"""{"auths":{"{{Registry.Host}}":{"auth":"{{auth}}"} } }""");
    }

    private void Helper(string password)
    {
        var before = Path.Combine(_home.Path, "bin", "docker-credential-rotating");
        if (System.IO.File.Exists(before)) System.IO.File.Delete(before);
        var script = _home.Write("bin/docker-credential-rotating",
            $"#!/bin/sh\ncat >/dev/null\necho '{{\"Username\":\"{User}\",\"Secret\":\"{password}\"}}'\n");
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _environment.Set("PATH", $"{Path.GetDirectoryName(script)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        _home.Write("docker/config.json", $$"""{"credHelpers":{"{{Registry.Host}}":"rotating"} }""");
    }
}
