using System.Text.RegularExpressions;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Support;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>
/// Issue 3, "Must show" 7: an index with signatures of ours and of the real cosign, attestations, and what oras attached, from docker-registry 2.8.3 to a registry with a
/// referrers API, to a layout, to an archive, and back: the real cosign and oras see the same at every stop.
/// </summary>
public sealed partial class CopiesThatPeersLookAt : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly CosignHome _cosign = new();
    private readonly Engine _engine = new();
    private readonly TestKeyPair _ours = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
    private readonly TestKeyPair _theirs = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
    private readonly TestKeyPair _atTheDestination = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256);
    private DockerRegistry _docker = null!;
    private TestRegistry _modern = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        RealPeer.Require("cosign", "oras", "docker-registry");
        (_docker, _modern) = (await DockerRegistry.StartAsync(), await TestRegistry.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_docker is not null) await _docker.DisposeAsync();
        if (_modern is not null) await _modern.DisposeAsync();
        _http.Dispose();
        _cosign.Dispose();
    }

    [Fact]
    public async Task Show_the_same_at_every_stop()
    {
        var image = await _http.PushAsync(_docker.Url, "app", TestImages.MultiArch(), ["1"], Cancel);
        var source = $"{_docker.Host}/app:1";
        var (modern, layout, archive, back) = ($"{_modern.Host}/there/app:1", _cosign.Home.File("layout"), _cosign.Home.File("app.tar"), $"{_docker.Host}/back/app:1");
        await _engine.SignAsync(source, _ours, with: request => request with { Formats = ["sigstore", "cosign"] });
        var key = await _cosign.ImportAsync(_theirs, "theirs");
        foreach (var format in (string[])["sigstore", "cosign"])
        {
            await _cosign.SignAsync(source, key, format);
            await _cosign.AttestAsync(source, key, format);
        }

        var sbom = await OrasAttachAsync(source, "application/spdx+json");
        await OrasAttachAsync($"{_docker.Host}/app@{sbom}", "application/vnd.example.signature-of-an-sbom");
        var seen = await DiscoverAsync(source);
        Assert.True(seen.Count >= 5, string.Join('\n', seen));

        await CopyAsync(source, modern);
        await SeesAsync(modern, image.Digest, seen, _ours, _theirs);
        await _engine.SignAsync(modern, _atTheDestination, with: request => request with { Formats = ["sigstore", "cosign"] });
        await CopyAsync(source, modern);
        var more = await DiscoverAsync(modern);
        Assert.Superset(seen, more);
        await SeesAsync(modern, image.Digest, more, _ours, _theirs, _atTheDestination);

        await CopyAsync(modern, $"oci:{layout}:1");
        Assert.Equal(more, await DiscoverAsync("--oci-layout", $"{layout}:1"));
        await CopyAsync($"oci:{layout}:1", $"oci-archive:{archive}:1");
        Assert.Equal(more, await DiscoverAsync("--oci-layout", $"{archive}:1"));
        foreach (var place in (string[])[$"oci:{layout}:1", $"oci-archive:{archive}:1"])
        {
            foreach (var signer in (TestKeyPair[])[_ours, _theirs, _atTheDestination]) (await _engine.VerifyAsync(place, signer)).MustBeTrusted();
        }

        await CopyAsync($"oci-archive:{archive}:1", back);
        await SeesAsync(back, image.Digest, more, _ours, _theirs, _atTheDestination);
    }

    /// <summary>cosign verifies every key in both formats, and the attestations; oras lists the same; the digest is the same.</summary>
    private async Task SeesAsync(string image, string digest, HashSet<string> seen, params TestKeyPair[] signers)
    {
        Assert.Equal(seen, await DiscoverAsync(image));
        foreach (var signer in signers)
        {
            await _cosign.VerifyAsync(image, signer);
            await _cosign.VerifyAsync(image, signer, "--new-bundle-format=false");
            foreach (var format in (string[])["sigstore", "cosign"]) (await _engine.VerifyAsync($"{image}@{digest}", signer, request => request with { Formats = [format] })).MustBeTrusted();
        }

        var key = _cosign.Home.Write("theirs.pub", _theirs.PublicPem);
        foreach (var bundles in (string[])["true", "false"])
        {
            (await _cosign.Home.RunAsync("cosign", ["verify-attestation", "--key", key, "--type", "custom", "--insecure-ignore-tlog", $"--new-bundle-format={bundles}", image], cancellationToken: Cancel)).EnsureSuccess();
        }
    }

    private Task<CopyResult> CopyAsync(string source, string destination) =>
        new ImageCopier(_engine.Options).CopyAsync(new CopyRequest(ImageReference.Parse(source), ImageReference.Parse(destination)), Cancel);

    private async Task<string> OrasAttachAsync(string image, string type)
    {
        _cosign.Home.Write("attached.txt", type);
        return (await _cosign.Home.RunAsync("oras", ["attach", "--artifact-type", type, "--format", "go-template", "--template", "{{.digest}}", image, "attached.txt:text/plain"], cancellationToken: Cancel)).EnsureSuccess().Output.Trim();
    }

    /// <summary>The digests of the referrers of every level.</summary>
    private async Task<HashSet<string>> DiscoverAsync(params string[] arguments)
    {
        var output = (await _cosign.Home.RunAsync("oras", ["discover", "--format", "json", .. arguments], cancellationToken: Cancel)).EnsureSuccess().Output;
        return [.. DigestInJson().Matches(output).Select(match => match.Groups["digest"].Value)];
    }

    [GeneratedRegex("\"digest\": *\"(?<digest>sha256:[0-9a-f]{64})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DigestInJson();
}
