using System.Text;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;
using ImageSign.Verification;

namespace ImageSign.Tests.Stores.Daemon;

/// <summary>The real Podman with a store of its own, and a double of Docker's command line that keeps one image in a file.</summary>
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
        var log = DockerDouble();
        var engine = new Engine();

        await engine.SignAsync("docker-daemon:app:1", EmbeddedImage.Key, "embedded");
        (await engine.VerifyAsync("docker-daemon:app:1", EmbeddedImage.Key)).MustBeTrusted();

        var calls = await File.ReadAllLinesAsync(log, Cancelled);
        Assert.Contains("image inspect -- localhost/app:1", calls);
        Assert.Contains("image inspect -- docker.io/library/app:1", calls);
        Assert.Contains(calls, call => call.StartsWith("image save -o ", StringComparison.Ordinal));
        Assert.Single(calls, call => call.StartsWith("image load -i ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bare_name_is_looked_for_in_the_engines_before_anywhere_else()
    {
        DockerDouble();
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

    /// <summary>Puts a <c>docker</c> into PATH that knows one image, and writes down how it was called.</summary>
    private string DockerDouble()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The double is a shell script.");
        using var image = EmbeddedImage.Create().Write();
        var (bin, held, log) = (_directory.File("bin"), _directory.File("held.tar"), _directory.File("calls"));
        Directory.CreateDirectory(bin);
        File.Copy(image.Path, held);
        var script = new StringBuilder("#!/bin/sh\n")
            .AppendLine($"echo \"$*\" >> '{log}'")
            .AppendLine("case \"$2\" in")
            .AppendLine("inspect) case \"$4\" in")
            .AppendLine($"  docker.io/library/app:1) id=$(tar xOf '{held}' manifest.json | grep -o '[0-9a-f]*\\.json' | head -1 | cut -d. -f1); printf '[{{\"Id\":\"sha256:%s\",\"RepoTags\":[\"app:1\"]}}]' \"$id\";;")
            .AppendLine("  *) echo \"Error response from daemon: No such image: $4\" >&2; exit 1;; esac;;")
            .AppendLine($"save) cp '{held}' \"$4\";;")
            .AppendLine($"load) cp \"$4\" '{held}';;")
            .AppendLine("*) exit 64;; esac");
        File.WriteAllText(Path.Combine(bin, "docker"), script.ToString());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(bin, "docker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _environment.Set("PATH", $"{bin}:/usr/bin:/bin");
        return log;
    }
}
