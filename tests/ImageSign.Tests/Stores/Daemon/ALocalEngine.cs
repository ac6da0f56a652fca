using System.Text;
using ImageSign.Oci;
using ImageSign.Stores.Daemon;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Stores.Daemon;

/// <summary>The real Podman with a store of its own, and a double of Docker's command line.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ALocalEngine : IDisposable
{
    private const string Driver = "vfs";

    private readonly TempDirectory _directory = new();
    private readonly EnvironmentScope _environment = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string StoreRoot => _directory.File("root");

    [Theory]
    [InlineData("podman:app:1")]
    [InlineData("podman:localhost/app:1")]
    public async Task Podman_keeps_the_signature_through_save_load_and_conversion(string reference)
    {
        var (podman, _) = await PodmanAsync();
        var engine = new Engine();

        var signed = await engine.SignAsync(reference, EmbeddedImage.Key, "embedded");

        Assert.NotEqual(signed.Subjects[0].Replaces, signed.Subjects[0].Descriptor.Digest);
        (await engine.VerifyAsync(reference, EmbeddedImage.Key)).MustBeTrusted();
        await RunAsync(podman, "save", "-q", "--format", "oci-archive", "-o", _directory.File("oci.tar"), "localhost/app:1");
        (await engine.VerifyAsync($"oci-archive:{_directory.File("oci.tar")}", EmbeddedImage.Key)).MustBeTrusted();
        await RunAsync(podman, "rmi", "-a", "-f");
        await RunAsync(podman, "load", "-q", "-i", _directory.File("oci.tar"));
        (await engine.VerifyAsync(reference, EmbeddedImage.Key)).MustBeTrusted();
    }

    [Fact]
    public async Task Layers_exchanged_in_Podmans_store_are_found()
    {
        await PodmanAsync();
        var engine = new Engine();
        await engine.SignAsync("podman:app:1", EmbeddedImage.Key, "embedded");
        var file = Directory.GetFiles(Path.Combine(StoreRoot, Driver, "dir"), "file", SearchOption.AllDirectories).First(path => File.ReadAllText(path) == "two");
        await File.WriteAllTextAsync(file, "bad", Cancelled);

        var result = await Record.ExceptionAsync(async () => (await engine.VerifyAsync("podman:app:1", EmbeddedImage.Key)).MustNotBeTrusted(CheckIds.Layers));

        // Newer versions of Podman refuse to save such a store: no verdict is as good as a bad one, but it is never "trusted".
        Assert.True(result is null or ImageSignException { Code.Undecided: true }, result?.ToString());
    }

    [Fact]
    public async Task An_image_of_another_repository_with_the_same_last_name_is_not_the_one()
    {
        var (podman, _) = await PodmanAsync();
        await RunAsync(podman, "tag", "localhost/app:1", "evil.example/attacker/other:1");

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync("podman:other:1", EmbeddedImage.Key));

        Assert.Equal(ErrorCodes.ImageNotFound, refusal.Code);
    }

    [Fact]
    public async Task Docker_is_asked_to_inspect_save_and_load()
    {
        var docker = await DockerAsync("team/app:1");
        var engine = new Engine();

        await engine.SignAsync("docker-daemon:team/app:1", EmbeddedImage.Key, "embedded");
        (await engine.VerifyAsync("docker-daemon:team/app:1", EmbeddedImage.Key)).MustBeTrusted();

        Assert.Contains("image inspect -- localhost/team/app:1", docker.Calls);
        Assert.Contains("image inspect -- docker.io/team/app:1", docker.Calls);
        Assert.Contains(docker.Calls, call => call.StartsWith("image save -o ", StringComparison.Ordinal));
        Assert.Equal(2, docker.Calls.Count(call => call.StartsWith("image load -i ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_tag_of_the_request_moves_to_the_signed_image_unless_it_names_another_one()
    {
        var docker = await DockerAsync("team/app:1", "team/app:latest");
        using var other = EmbeddedImage.Create("another").Write();
        await docker.LoadAsync(other.Path, Digest.Of(Encoding.UTF8.GetBytes(other.Config.ToJsonString())).ToString(), "team/app:2");
        var taken = docker.Find("team/app:2");

        var signed = await new Engine().SignAsync("docker-daemon:team/app:1", EmbeddedImage.Key, "embedded", request => request with { Tags = ["1", "latest", "2"] });

        Assert.Equal(signed.Image.Digest!.Value.ToString(), docker.Find("team/app:1"));
        Assert.Equal(docker.Find("team/app:1"), docker.Find("team/app:latest"));
        Assert.Equal(taken, docker.Find("team/app:2"));
        Assert.Contains(signed.Warnings, warning => warning.StartsWith("The tag 2 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_digest_is_not_the_one_of_whatever_the_tag_names()
    {
        var docker = await DockerAsync("team/app:1");
        var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => engine.VerifyAsync($"docker-daemon:team/app:1@{Digest.Of([])}", EmbeddedImage.Key));
        await engine.SignAsync($"docker-daemon:team/app:1@{docker.Find("team/app:1")}", EmbeddedImage.Key, "embedded");

        Assert.Equal(ErrorCodes.ImageNotFound, refusal.Code);
        (await engine.VerifyAsync($"docker-daemon:team/app:1@{docker.Find("team/app:1")}", EmbeddedImage.Key)).MustBeTrusted();
    }

    [Theory]
    [InlineData("""{"DockerRootDir":"/var/lib/docker"}""", true, Transport.DockerDaemon)]
    [InlineData("""{"host":{"buildahVersion":"1.28.2"}}""", true, Transport.Podman)]
    [InlineData("""{"host":{"buildahVersion":"1.28.2"}}""", false, Transport.DockerDaemon)]
    public async Task The_one_that_the_SDK_takes_is_Docker_unless_that_is_Podman(string dockerInfo, bool podmanAnswers, Transport expected)
    {
        var docker = await DockerAsync();
        Replace(docker, "docker", "{\"DockerRootDir\":\"/var/lib/docker\"}", dockerInfo);
        if (podmanAnswers) File.Copy(Path.Combine(docker.Directory, "docker"), Path.Combine(docker.Directory, "podman"));
        _environment.Set("PATH", $"{docker.Directory}:{ShellOnly()}");

        Assert.Equal(expected, await EngineStoreFactory.FindRunningAsync(Cancelled));
    }

    [Fact]
    public async Task A_Docker_that_does_not_answer_gives_way_to_Podman_and_none_is_none()
    {
        var docker = await DockerAsync();
        File.Copy(Path.Combine(docker.Directory, "docker"), Path.Combine(docker.Directory, "podman"));
        Replace(docker, "docker", "\"version \"*) ;;", "\"version \"*) exit 1;;");
        _environment.Set("PATH", $"{docker.Directory}:{ShellOnly()}");
        Assert.Equal(Transport.Podman, await EngineStoreFactory.FindRunningAsync(Cancelled));

        _environment.Set("PATH", ShellOnly());
        Assert.Null(await EngineStoreFactory.FindRunningAsync(Cancelled));
    }

    [Fact]
    public async Task A_bare_name_is_looked_for_in_the_engines_before_anywhere_else()
    {
        await DockerAsync();
        var engine = new Engine();
        await engine.SignAsync("app:1", EmbeddedImage.Key, "embedded");

        (await engine.VerifyAsync("app:1", EmbeddedImage.Key)).MustBeTrusted();
        Assert.Equal("docker", (await engine.VerifyAsync("app:1", EmbeddedImage.Key)).Verdict.Root.FactOf("source"));
    }

    [Fact]
    public async Task A_missing_engine_is_named()
    {
        _environment.Set("PATH", _directory.Path);

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => new Engine().VerifyAsync("podman:app:1", EmbeddedImage.Key));

        Assert.Equal(ErrorCodes.EngineMissing, refusal.Code);
    }

    public void Dispose()
    {
        _environment.Dispose();
        _directory.Dispose();
    }

    private static async Task RunAsync(string program, params string[] arguments) => (await ProcessRunner.RunAsync(program, arguments, cancellationToken: Cancelled)).EnsureSuccess();

    private static void Replace(DockerDouble docker, string program, string old, string replacement)
    {
        var path = Path.Combine(docker.Directory, program);
        var script = File.ReadAllText(path);
        Assert.Contains(old, script, StringComparison.Ordinal);
        File.WriteAllText(path, script.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>A directory with what the double's script needs, and no engine.</summary>
    private string ShellOnly()
    {
        var directory = _directory.File("shell");
        Directory.CreateDirectory(directory);
        foreach (var program in new[] { "sh", "tr" }.Where(program => !File.Exists(Path.Combine(directory, program)))) File.CreateSymbolicLink(Path.Combine(directory, program), $"/usr/bin/{program}");
        return directory;
    }

    private async Task<(string Podman, string Archive)> PodmanAsync()
    {
        Assert.SkipUnless(Peers.AreRequired || Peers.TryFind("podman", out _), "podman is not installed");
        var podman = Peers.Find("podman");
        await File.WriteAllTextAsync(_directory.File("storage.conf"), $"[storage]\ndriver = \"{Driver}\"\ngraphroot = \"{StoreRoot}\"\nrunroot = \"{_directory.File("run")}\"\n", Cancelled);
        _environment.Set("CONTAINERS_STORAGE_CONF", _directory.File("storage.conf"));
        using var image = EmbeddedImage.Create().Write();
        await RunAsync(podman, "load", "-q", "-i", image.Path);
        return (podman, image.Path);
    }

    /// <summary>Puts a <c>docker</c> into PATH that knows one image, under names of Docker's own kind.</summary>
    private async Task<DockerDouble> DockerAsync(params string[] names)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The double is a shell script.");
        var docker = DockerDouble.Create(_directory.File("docker"));
        using var image = EmbeddedImage.Create().Write();
        await docker.LoadAsync(image.Path, Digest.Of(Encoding.UTF8.GetBytes(image.Config.ToJsonString())).ToString(), names);
        _environment.Set("PATH", $"{docker.Directory}:/usr/bin:/bin");
        return docker;
    }
}
