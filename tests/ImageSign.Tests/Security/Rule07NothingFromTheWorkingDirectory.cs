using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Primitives;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Formats.Notary;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Security;

/// <summary>
/// Rule 7: where the user's folders are not known, a hostile working directory must not stand in for them. It holds what an attacker would put there: a policy
/// and a root that trust the attacker, a plug-in, and credentials.
/// </summary>
[Collection(ProcessEnvironment.Name)]
public sealed class Rule07NothingFromTheWorkingDirectory : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly EnvironmentScope _environment = new();
    private readonly string _before = Environment.CurrentDirectory;

    public Rule07NothingFromTheWorkingDirectory()
    {
        foreach (var folder in (string[])[".config", "relative", ""])
        {
            var notation = Directory.CreateDirectory(_directory.File(folder, "notation")).FullName;
            File.Copy(NotationVectors.Policy("strict"), Path.Combine(notation, "trustpolicy.json"));
            File.Copy(NotationVectors.Policy("strict"), Path.Combine(notation, "trustpolicy.oci.json"));
            _directory.Copy(NotationVectors.TrustStore, Path.Combine(folder, "notation", "truststore"));
            var plugin = Directory.CreateDirectory(Path.Combine(notation, "plugins", "e")).FullName;
            var program = Path.Combine(plugin, "notation-e");
            File.WriteAllText(program, $"#!/bin/sh\ntouch '{Witness}'\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Environment.CurrentDirectory = _directory.Path;
    }

    /// <summary>What HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME and XDG_RUNTIME_DIR are.</summary>
    public static TheoryData<string, string?> Homes => new()
    {
        { "/nonexistent/home", null },
        { "/nonexistent/home", "relative" },
        { "/proc/1/nonexistent", "." },
        { ".", null },
        { "relative", "relative" },
        { "", "./relative" },
    };

    private string Witness => _directory.File("started");

    [Theory, MemberData(nameof(Homes))]
    public async Task A_trust_policy_of_the_working_directory_is_not_read(string home, string? xdg)
    {
        Become(home, xdg);
        var options = EngineOptions.CreateDefault(Passwords.None);
        var request = NotaryEngine.Request("jws-p256", "strict") with { PolicyFile = null, TrustStoreDirectory = null };

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new ImageVerifier(options).VerifyAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCodes.NoKey, failure.Code);
    }

    [Theory, MemberData(nameof(Homes))]
    public async Task A_trust_store_of_the_working_directory_is_not_read(string home, string? xdg)
    {
        Become(home, xdg);
        var options = EngineOptions.CreateDefault(Passwords.None);
        var request = NotaryEngine.Request("jws-p256", "strict") with { TrustStoreDirectory = null };

        var verdict = await Outcome(() => new ImageVerifier(options).VerifyAsync(request, TestContext.Current.CancellationToken));

        Assert.Contains(ErrorCodes.TrustStoreUnusable, verdict);
    }

    [Theory, MemberData(nameof(Homes))]
    public async Task A_plugin_of_the_working_directory_is_not_started(string home, string? xdg)
    {
        Become(home, xdg);
        var options = EngineOptions.CreateDefault(Passwords.None);
        var image = ImageReference.Parse($"oci:{_directory.Copy(NotationVectors.Layout("unsigned"))}@{NotationVectors.TargetOf("unsigned")}");
        var request = new SignRequest(image, KeyReference.Parse("plugin://e/k")) { Formats = ["notary-jws"] };

        var failure = await Assert.ThrowsAsync<ImageSignException>(() => new ImageSigner(options).SignAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorCodes.PluginNotUsable, failure.Code);
        Assert.False(File.Exists(Witness));
    }

    [Theory, MemberData(nameof(Homes))]
    public async Task Credentials_of_the_working_directory_are_not_sent(string home, string? xdg)
    {
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BasicAuth("tester", "password") });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        var login = Convert.ToBase64String("tester:password"u8);
        var text = $$"""{"auths":{"{{registry.Host}}":{"auth":"{{login}}"} } }""";
        foreach (var file in (string[])[".docker/config.json", ".config/containers/auth.json", "relative/containers/auth.json", "containers/auth.json"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(file))!);
            await File.WriteAllTextAsync(_directory.File(file), text, TestContext.Current.CancellationToken);
        }

        Become(home, xdg);

        var failure = await Assert.ThrowsAsync<ImageSignException>(() =>
            new Engine().VerifyAsync(registry.Reference("app", "1"), TestKeys.Shared(TestKeyAlgorithm.EcdsaP256)));

        Assert.True(failure.Code.Undecided);
        Assert.DoesNotContain(registry.Requests.All, request => request.Authorization is not null);
    }

    [Theory, MemberData(nameof(Homes))]
    public void Every_folder_of_a_user_is_rooted_or_unknown(string home, string? xdg)
    {
        Become(home, xdg);

        string?[] folders = [UserFolders.Home, UserFolders.Configuration, UserFolders.Cache, UserFolders.XdgConfiguration, UserFolders.XdgCache, UserFolders.Runtime];

        Assert.All(folders, folder => Assert.True(folder is null || Path.IsPathFullyQualified(folder), folder));
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _environment.Dispose();
        _directory.Dispose();
    }

    private void Become(string home, string? xdg)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the folders of a user come from the system, not from variables.");
        _environment.Set("HOME", home).Set("XDG_CONFIG_HOME", xdg).Set("XDG_CACHE_HOME", xdg).Set("XDG_RUNTIME_DIR", xdg).Set("DOCKER_CONFIG", null).Set("REGISTRY_AUTH_FILE", null);
    }

    private static async Task<IEnumerable<ErrorCode?>> Outcome(Func<Task<VerifyResult>> verify)
    {
        try
        {
            return (await verify()).Verdict.Root.Flatten().Select(check => check.Code);
        }
        catch (ImageSignException e)
        {
            return [e.Code];
        }
    }
}
