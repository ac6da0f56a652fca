using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>The table of docs/decisions/0004, tried on the real podman, skopeo and oras.</summary>
public sealed class PeersOpenASignedArchive : IDisposable
{
    private readonly PeerHome _home = PeerHome.Create();
    private readonly string _archive;

    public PeersOpenASignedArchive()
    {
        _archive = _home.File("app.tar");
        File.Copy(Vectors.PathOf("archives/skopeo-oci.tar"), _archive);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task As_before_unless_the_signature_was_to_be_listed(bool attach)
    {
        RealPeer.Require("podman", "skopeo", "oras");
        _home.Write("auth.json", "{}");
        var storage = _home.Write("storage.conf", $"[storage]\ndriver = \"vfs\"\ngraphroot = \"{_home.File("root")}\"\nrunroot = \"{_home.File("run")}\"\n");

        await new Engine().SignAsync($"oci-archive:{_archive}", TestKeys.Shared(TestKeyAlgorithm.EcdsaP256), with: request => request with { Attach = attach });

        Assert.Equal(!attach, (await PodmanAsync(storage, "load", "-q", "-i", _archive)).Succeeded);
        (await PodmanAsync(storage, "pull", "-q", $"oci-archive:{_archive}:1")).EnsureSuccess();
        Assert.Equal(!attach, (await _home.RunAsync("skopeo", ["inspect", $"oci-archive:{_archive}"], cancellationToken: Cancel)).Succeeded);
        (await _home.RunAsync("skopeo", ["inspect", $"oci-archive:{_archive}:1"], cancellationToken: Cancel)).EnsureSuccess();
        var seen = (await _home.RunAsync("oras", ["discover", "--oci-layout", $"{_archive}:1"], cancellationToken: Cancel)).EnsureSuccess().Output;
        Assert.Equal(attach, seen.Contains("application/vnd.dev.sigstore.bundle.v0.3+json", StringComparison.Ordinal));
    }

    private Task<ProcessResult> PodmanAsync(string storage, params string[] arguments) => ProcessRunner.RunAsync(
        Peers.Find("podman"),
        arguments,
        new ProcessOptions { Environment = _home.Environment.Append(new("CONTAINERS_STORAGE_CONF", storage)).ToDictionary(), WorkingDirectory = _home.Path },
        Cancel);
}
