using System.Text;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Registry;

/// <summary>Credentials as Docker, podman and the SDK keep them, for a registry that asks for them.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class LogInto : IAsyncLifetime
{
    private const string User = "tester";
    private const string Password = "open:sesame";

    private static readonly TestKeyPair Key = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256);

    private readonly TemporaryDirectory _home = new();
    private readonly EnvironmentScope _environment = new();
    private TestRegistry? _registry;

    private TestRegistry Registry => _registry!;

    private string Image => Registry.Reference("team/app", "1");

    private static string Auth => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    public static TheoryData<RegistryAuth, string> AuthsAndFiles => new MatrixTheoryData<RegistryAuth, string>(
        [new BasicAuth(User, Password), new BearerAuth(User, Password)],
        ["auths", "auths with https://", "username and password", "credHelpers", "credsStore", "auth.json by host", "auth.json by repository", "auth.json by namespace", "REGISTRY_AUTH_FILE", "SDK_CONTAINER_REGISTRY", "DOTNET_CONTAINER_PUSH_REGISTRY"]);

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("team/app", TestImages.Build(), "1");
        _environment.Set("DOCKER_CONFIG", Path.Combine(_home.Path, "docker")).Set("XDG_RUNTIME_DIR", Path.Combine(_home.Path, "run")).Set("XDG_CONFIG_HOME", Path.Combine(_home.Path, "config")).Set("DOCKER_AUTH_CONFIG", null);
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        _environment.Dispose();
        _home.Dispose();
    }

    [Theory, MemberData(nameof(AuthsAndFiles))]
    public async Task Signs_and_verifies(RegistryAuth auth, string kept)
    {
        Registry.Reconfigure(options => options with { Auth = auth });
        Keep(kept, Registry.Host);
        var engine = new Engine(new RegistryOptions { EnvironmentCredentialsHost = kept.EndsWith("REGISTRY", StringComparison.Ordinal) ? Registry.Host : null });

        await engine.SignAsync(Image, Key);
        (await engine.VerifyAsync(Image, Key)).MustBeTrusted();

        Assert.DoesNotContain(Registry.Requests.All, request => request.Status == 403);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Pulls_with_the_variables_for_pulling_from_the_host_they_are_for_only(bool isTheHost)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Keep("DOTNET_CONTAINER_PULL_REGISTRY", Registry.Host);
        var engine = new Engine(new RegistryOptions { EnvironmentPullHost = isTheHost ? Registry.Host : "other.example.com" });
        if (isTheHost) await engine.SignAsync(Image, Key);
        else await Assert.ThrowsAsync<ImageSignException>(() => engine.SignAsync(Image, Key));
        Assert.Equal(isTheHost, Registry.Requests.All.Any(request => request.Headers.ContainsKey("Authorization")));
    }

    [Theory, InlineData("auths"), InlineData("credHelpers")]
    public async Task Exchanges_an_identity_token(string kept)
    {
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) { IdentityToken = "refresh-me" } });
        if (kept == "auths") Write("docker/config.json", $$"""{"auths":{"{{Registry.Host}}":{"auth":"{{Convert.ToBase64String("<token>:"u8)}}","identitytoken":"refresh-me"} } }""");
        else Helper(Registry.Host, """{"ServerURL":"x","Username":"<token>","Secret":"refresh-me"}""", store: false);

        await new Engine().SignAsync(Image, Key);
        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();

        Assert.True(Registry.Requests.Count("POST", "/token") > 0);
    }

    [Fact]
    public async Task Pulls_without_any_where_everybody_may()
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) { AnonymousPull = true } });

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
        Assert.Equal(ErrorCodes.NotLoggedIn, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(Image, Key))).Code);
    }

    [Fact]
    public async Task Is_refused_with_a_wrong_password_that_no_message_shows()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, "another") });
        Keep("auths", Registry.Host);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.Unauthorized, refusal.Code);
        Assert.DoesNotContain(Password, refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Auth, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_a_new_token_when_the_old_one_expired()
    {
        var time = new ManualTime();
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BearerAuth(User, Password) { TokenLifetime = TimeSpan.FromMinutes(5) }, Time = time });
        registry.Content.PutImage("team/app", TestImages.Build(), "1");
        Keep("auths", registry.Host);
        var engine = new Engine();
        await engine.SignAsync(registry.Reference("team/app", "1"), Key);

        time.Advance(TimeSpan.FromMinutes(6));

        (await engine.VerifyAsync(registry.Reference("team/app", "1"), Key)).MustBeTrusted();
    }

    [Theory, InlineData("docker/config.json"), InlineData("config/containers/auth.json")]
    public async Task Is_not_tried_with_a_broken_file(string file)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write(file, """{"auths": """);

        Assert.Equal(ErrorCodes.CredentialFileInvalid, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key))).Code);
    }

    [Theory]
    [InlineData("../evil", "its name is not one")]
    [InlineData("a/b", "its name is not one")]
    [InlineData("", null)]
    [InlineData("absent-helper", "is not in PATH")]
    public async Task Is_not_tried_with_a_helper_that_is_no_name_or_not_there(string helper, string? reason)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", $$"""{"credsStore":"{{helper}}"}""");

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(reason is null ? ErrorCodes.NotLoggedIn : ErrorCodes.CredentialHelperFailed, failure.Code);
        Assert.Contains(reason ?? "", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_credentials_not_found_for_none()
    {
        Helper(Registry.Host, "credentials not found in native keychain", store: true, exitCode: 1);

        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });

        Assert.Equal(ErrorCodes.NotLoggedIn, (await Assert.ThrowsAsync<ImageSignException>(() =>
            new Engine().VerifyAsync(Image, Key))).Code);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"Username":"a","Secret":"b","secret":"c"}""")]
    [InlineData("""{"Username":"a","Username":"b","Secret":"c"}""")]
    [InlineData("""{"Username":"a"}""")]
    [InlineData("""{"Username":"a","Secret":7}""")]
    public async Task Is_not_tried_with_an_answer_that_could_be_read_in_two_ways(string answer)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Helper(Registry.Host, answer, store: true);

        Assert.Equal(ErrorCodes.CredentialHelperFailed, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key))).Code);
    }

    [Theory]
    [InlineData("HOST")]
    [InlineData("http://HOST")]
    [InlineData("https://HOST/")]
    [InlineData("https://HOST/v1/")]
    [InlineData("HOST/v2/")]
    [InlineData("HOST/")]
    [InlineData("HOST/team"), InlineData("HOST/team/app"), InlineData("https://HOST/some/page")]
    public async Task Finds_the_host_behind_scheme_and_path(string key)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", $$"""{"auths":{"other.example":{"auth":"eDp5"},"{{key.Replace("HOST", Registry.Host, StringComparison.Ordinal)}}":{"auth":"{{Auth}}"} } }""");

        await new Engine().SignAsync(Image, Key);
    }

    [Theory]
    [InlineData("https://HOST.example/")]
    [InlineData("https://xHOST/")]
    [InlineData("HOST/other")]
    [InlineData("HOST/te")]
    [InlineData("HOST/team/app/more")]
    public async Task Takes_nothing_that_is_for_another_host_or_namespace(string key)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", $$"""{"auths":{"{{key.Replace("HOST", Registry.Host, StringComparison.Ordinal)}}":{"auth":"{{Auth}}"} } }""");

        Assert.Equal(ErrorCodes.NotLoggedIn, (await Assert.ThrowsAsync<ImageSignException>(() => new Engine().SignAsync(Image, Key))).Code);
    }

    [Fact]
    public async Task Prefers_the_exact_key_and_a_variable_before_the_files()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", $$"""{"auths":{"https://{{Registry.Host}}/":{"auth":"eDp5"},"{{Registry.Host}}":{"auth":"{{Auth}}"} } }""");
        await new Engine().SignAsync(Image, Key);
        Write("docker/config.json", $$"""{"auths":{"{{Registry.Host}}":{"auth":"eDp5"} } }""");
        _environment.Set("DOCKER_AUTH_CONFIG", $$"""{"auths":{"{{Registry.Host}}":{"auth":"{{Auth}}"} } }""");

        await new Engine().SignAsync(Image, Key);
    }

    [Theory, InlineData("{"), InlineData("[1]x"), InlineData("""{"auths":{"HOST":{"auth":"no base64!"}}}""")]
    public async Task Names_the_variable_that_is_broken_and_not_its_content(string text)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        _environment.Set("DOCKER_AUTH_CONFIG", text.Replace("HOST", Registry.Host, StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.CredentialFileInvalid, failure.Code);
        Assert.Contains("DOCKER_AUTH_CONFIG", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("base64!", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("{}")]
    [InlineData("""{"auths":null,"credsStore":7,"credHelpers":["a"],"HttpHeaders":{"a":1}}""")]
    [InlineData("""{"auths":{"HOST":"text"}}"""), InlineData("""{"auths":{"HOST":{}}}""")]
    public async Task Goes_on_with_a_file_that_says_nothing(string text)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", text.Replace("HOST", Registry.Host, StringComparison.Ordinal));
        Keep("auth.json by host", Registry.Host);

        await new Engine().SignAsync(Image, Key);
    }

    [Fact]
    public async Task Reads_past_a_byte_order_mark()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Write("docker/config.json", "\uFEFF" + $$"""{"auths":{"{{Registry.Host}}":{"auth":"{{Auth}}"} } }""");

        await new Engine().SignAsync(Image, Key);
    }

    [Theory]
    [InlineData("""{"Username":"tester","Secret":"open:sesame"}""")]
    [InlineData("""{"ServerURL":"","Username":"tester","Secret":"open:sesame","ExpiresAt":"2030-01-01T00:00:00Z"}""")]
    public async Task Reads_past_what_a_helper_adds_or_leaves_out(string answer)
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Helper(Registry.Host, answer, store: false);

        await new Engine().SignAsync(Image, Key);
    }

    [Theory]
    [InlineData("""{"ServerURL":"","Username":"","Secret":""}""")]
    [InlineData("""{"Username":null,"Secret":null}""")]
    [InlineData("{}")]
    public async Task Goes_on_without_where_a_helper_has_nothing(string answer)
    {
        await new Engine().SignAsync(Image, Key);
        Registry.Reconfigure(options => options with { Auth = new BearerAuth(User, Password) { AnonymousPull = true } });
        Helper(Registry.Host, answer, store: true);

        (await new Engine().VerifyAsync(Image, Key)).MustBeTrusted();
    }

    [Fact]
    public async Task Shows_what_a_failing_helper_said()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Helper(Registry.Host, "the vault is locked", store: true, exitCode: 1);

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.CredentialHelperFailed, failure.Code);
        Assert.Contains("the vault is locked", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_helper_that_hangs()
    {
        Registry.Reconfigure(options => options with { Auth = new BasicAuth(User, Password) });
        Helper(Registry.Host, "{}", store: true, hangs: true);

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new Engine(new RegistryOptions { RequestTimeout = TimeSpan.FromSeconds(2) }).VerifyAsync(Image, Key));

        Assert.Equal(ErrorCodes.TimedOut, failure.Code);
        Assert.Contains("The credential helper 'test.one'", failure.Message, StringComparison.Ordinal);
    }

    private void Keep(string kept, string host)
    {
        var entry = $$"""{"auth":"{{Auth}}"}""";
        var answer = $$"""{"ServerURL":"{{host}}","Username":"{{User}}","Secret":"{{Password}}"}""";
        switch (kept)
        {
            case "auths": Write("docker/config.json", $$"""{"auths":{"{{host}}":{{entry}} } }"""); break;
            case "auths with https://": Write("docker/config.json", $$"""{"auths":{"https://{{host}}/v1/":{{entry}} } }"""); break;
            case "username and password": Write("docker/config.json", $$"""{"auths":{"{{host}}":{"username":"{{User}}","password":"{{Password}}"} } }"""); break;
            case "credHelpers": Helper(host, answer, store: false); break;
            case "credsStore": Helper(host, answer, store: true); break;
            case "auth.json by host": Write("run/containers/auth.json", $$"""{"auths":{"{{host}}":{{entry}} } }"""); break;
            case "auth.json by repository": Write("config/containers/auth.json", $$"""{"auths":{"{{host}}/team/app":{{entry}},"{{host}}":{"auth":"eDp5"} } }"""); break;
            case "auth.json by namespace": Write("config/containers/auth.json", $$"""{"auths":{"{{host}}/team":{{entry}},"{{host}}":{"auth":"eDp5"},"{{host}}/other/app":{"auth":"eDp5"} } }"""); break;
            case "REGISTRY_AUTH_FILE": _environment.Set("REGISTRY_AUTH_FILE", Write("elsewhere.json", $$"""{"auths":{"{{host}}":{{entry}} } }""")); break;
            default: _environment.Set($"{kept}_UNAME", User).Set($"{kept}_PWORD", Password); break;
        }
    }

    /// <summary>A credential helper in PATH that answers only when it is asked for this host.</summary>
    private void Helper(string host, string answer, bool store, int exitCode = 0, bool hangs = false)
    {
        var script = Write("bin/docker-credential-test.one", $"#!/bin/sh\nread host\n[ \"$1 $host\" = 'get {host}' ] || exit 7\n{(hangs ? "sleep 60" : "true")}\necho '{answer}'\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _environment.Set("PATH", $"{Path.GetDirectoryName(script)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        Write("docker/config.json", store ? """{"credsStore":"test.one"}""" : $$"""{"credHelpers":{"{{host}}":"test.one"} }""");
    }

    private string Write(string name, string text) => _home.Write(name, text);
}
