using System.Formats.Tar;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>
/// Issue 3, "Must show" 1: the original's four commands, on the real podman (vfs, with a storage of its own), for an image that was built to the original's
/// python-test.yaml on a base that this podman calls <c>alpine:latest</c>.
/// </summary>
public sealed class TheOriginalsFourCommands : IDisposable
{
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private readonly PeerHome _home = PeerHome.Create();

    public void Dispose()
    {
        if (Peers.TryFind("podman", out _)) PodmanAsync("image", "rm", "--all", "--force").GetAwaiter().GetResult();
        _home.Dispose();
    }

    [Fact]
    public async Task Say_what_was_signed_and_what_the_original_never_said()
    {
        RealPeer.Require("podman", "openssl");
        Assert.SkipUnless(Peers.AreRequired || Environment.UserName == "root", "podman's vfs storage of its own needs root");
        await PrepareAsync();

        var signed = await ToolAsync("sign", "-k", "private-key.pem", "python-test:latest", "-v");
        Shows(signed, "python-test@sha256:", "(local engine, tag latest)", "✓ Image signed", "key        RSA 2048 sha256:", "embedded   sha256:");
        Shows(await ToolAsync("verify", "-k", "public-key.pem", "python-test:latest", "-v"), "✓ Signature is valid", "✓ Image has not been tampered", "config+layers", "source   podman");

        var described = await ToolAsync("sign", "-k", "private-key.pem", "-c", "python-test.yaml", "python-test:latest", "-v");
        Shows(described, "✓ Image signed", "✓ Image is as python-test.yaml says");
        var verified = await ToolAsync("verify", "-k", "public-key.pem", "-c", "python-test.yaml", "python-test:latest", "-v", "--strict");
        Shows(
            verified,
            "✓ Signature is valid",
            "config-name     python-test.yaml",
            "✓ Image has not been tampered",
            "✓ Image is as python-test.yaml says",
            "✓ layers            every layer was decompressed and hashed",
            "✓ config.from       its first 1 layers are those of alpine:latest",
            "✓ config.packages   ca-certificates 1.0-r0, curl 1.0-r0, python3 1.0-r0, py3-pip 1.0-r0; 7 in all",
            "✓ config.env        PATH, PYTHONUNBUFFERED, APP_ENV, and nothing else",
            "✓ config.user       nobody");
    }

    [Fact]
    public async Task Refuse_another_file_and_another_image()
    {
        RealPeer.Require("podman", "openssl");
        Assert.SkipUnless(Peers.AreRequired || Environment.UserName == "root", "podman's vfs storage of its own needs root");
        await PrepareAsync();
        (await ToolAsync("sign", "-k", "private-key.pem", "-c", "python-test.yaml", "podman:python-test:latest")).EnsureSuccess();

        File.AppendAllText(_home.File("python-test.yaml"), "\n");
        var changed = await ToolAsync("verify", "-k", "public-key.pem", "-c", "python-test.yaml", "podman:python-test:latest");
        Assert.Equal((1, true), (changed.ExitCode, changed.Output.Contains("✗ claims.config", StringComparison.Ordinal)));

        _home.Write("Dockerfile", "FROM localhost/python-test:latest\nUSER root\nENV LD_PRELOAD=/evil.so\n");
        (await PodmanAsync("build", "-q", "-t", "localhost/python-test:latest", ".")).EnsureSuccess();
        var refused = await ToolAsync("sign", "-k", "private-key.pem", "-c", "python-test.yaml", "podman:python-test:latest");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("LD_PRELOAD is neither described nor the base's; config.user, the user is 'root', not 'nobody'", refused.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await ToolAsync("verify", "-k", "public-key.pem", "podman:python-test:latest")).ExitCode);
    }

    private async Task PrepareAsync()
    {
        _home.Write("storage.conf", $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_home.File("graph")}\"\nrunroot = \"{_home.File("run")}\"\n");
        File.Copy(Vectors.PathOf("original/python-test.yaml"), _home.File("python-test.yaml"));
        (await RunAsync("openssl", "genpkey", "-quiet", "-algorithm", "RSA", "-out", "private-key.pem")).EnsureSuccess();
        (await RunAsync("openssl", "pkey", "-in", "private-key.pem", "-pubout", "-out", "public-key.pem")).EnsureSuccess();
        (await PodmanAsync("load", "-q", "-i", Vectors.PathOf("original/python-test.tar"))).EnsureSuccess();
        // The lowest layer alone is the base that it was built on.
        using (var archive = new TarReader(File.OpenRead(Vectors.PathOf("original/python-test.tar")))) archive.GetNextEntry()!.ExtractToFile(_home.File("base.tar"), overwrite: false);
        (await PodmanAsync("import", "-q", _home.File("base.tar"), "docker.io/library/alpine:latest")).EnsureSuccess();
    }

    private Task<ProcessResult> PodmanAsync(params IReadOnlyList<string> arguments) => RunAsync("podman", arguments);

    private Task<ProcessResult> ToolAsync(params IReadOnlyList<string> arguments) => RunAsync(Dotnet, ["exec", Path.Combine(AppContext.BaseDirectory, "dotnet-image-sign.dll"), .. arguments]);

    private Task<ProcessResult> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        var environment = new Dictionary<string, string?>(_home.Environment, StringComparer.Ordinal) { ["CONTAINERS_STORAGE_CONF"] = _home.File("storage.conf") };
        return ProcessRunner.RunAsync(program, arguments, new ProcessOptions { Environment = environment, WorkingDirectory = _home.Path }, TestContext.Current.CancellationToken);
    }

    private static void Shows(ProcessResult result, params IEnumerable<string> texts)
    {
        result.EnsureSuccess();
        foreach (var text in texts) Assert.Contains(text, result.Output, StringComparison.Ordinal);
    }
}
