using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>Rule 19 in files: eight of our signers at once, each a process of its own, on one layout, one OCI archive, one docker-archive.</summary>
public sealed class EightSignersOfOnePlace : IAsyncLifetime
{
    private readonly PeerHome _home = PeerHome.Create();
    private readonly Engine _engine = new();
    private readonly TestKeyPair[] _keys = [.. Enumerable.Range(0, 8).Select(_ => TestKeys.Generate(TestKeyAlgorithm.EcdsaP256))];
    private TestRegistry _registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("app", TestImages.Build(), "1");
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _home.Dispose();
    }

    [Theory]
    [InlineData("oci", "sigstore", "cosign")]
    [InlineData("oci-archive", "sigstore", "cosign", "--attach")]
    [InlineData("oci-archive", "sigstore")]
    [InlineData("docker-archive", "embedded")]
    public async Task All_eight_verify(string transport, params string[] formatsAndOptions)
    {
        var (place, path) = await MakeAsync(transport);
        var formats = formatsAndOptions.Where(word => !word.StartsWith('-')).ToArray();
        string[] options = [.. formats.SelectMany(format => (string[])["--format", format]), .. formatsAndOptions.Except(formats)];

        await Task.WhenAll(_keys.Select(key => SignAsync(key, place, options)));

        foreach (var key in _keys)
        {
            foreach (var format in formats) (await _engine.VerifyAsync(place, key, request => request with { Formats = [format] })).MustBeTrusted();
        }

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.tmp", SearchOption.AllDirectories));
    }

    /// <summary>oras takes no lock and reads index.json once, so it may write over an entry of ours; the signature stays in the layout, and we find it.</summary>
    [Fact]
    public async Task All_eight_verify_with_real_oras_among_them()
    {
        RealPeer.Require("oras");
        var (place, path) = await MakeAsync("oci");
        _home.Write("attached.txt", "text");

        var peers = Task.WhenAll(Enumerable.Range(0, 4).Select(number => _home.RunAsync("oras", ["attach", "--oci-layout", "--artifact-type", $"application/vnd.example.{number}", $"{path}:1", "attached.txt:text/plain"], cancellationToken: Cancel)));
        await Task.WhenAll(_keys.Select(key => SignAsync(key, place, ["--format", "sigstore"])));

        // It empties index.json before it writes it, so one oras may stumble over another.
        Assert.Contains(await peers, peer => peer.Succeeded);
        foreach (var key in _keys) (await _engine.VerifyAsync(place, key)).MustBeTrusted();
        var listed = (await _home.RunAsync("oras", ["discover", "--oci-layout", $"{path}:1"], cancellationToken: Cancel)).EnsureSuccess().Output;
        TestContext.Current.TestOutputHelper?.WriteLine($"oras discover lists {listed.Split("https://sigstore.dev/cosign/sign/v1").Length - 1} of our 8 and {listed.Split("vnd.example.").Length - 1} of its own 4");
    }

    private async Task SignAsync(TestKeyPair key, string place, string[] options)
    {
        using var home = PeerHome.Create();
        (await ImageSignTool.RunAsync(home, ["sign", "-k", home.Write("private-key.pem", key.PrivatePem), .. options, place])).EnsureSuccess();
    }

    private async Task<(string Place, string Path)> MakeAsync(string transport)
    {
        Directory.CreateDirectory(_home.File("place"));
        var path = Path.Combine(_home.File("place"), "image");
        if (transport == "docker-archive") File.Copy(Testing.Files.Vectors.PathOf("archives/podman-docker.tar"), path);
        else await new ImageCopier(_engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(_registry.Reference("app", "1")), ImageReference.Parse($"{transport}:{path}:1")), Cancel);
        return ($"{transport}:{path}", path);
    }
}
