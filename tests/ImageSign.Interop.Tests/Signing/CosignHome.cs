using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Signing;

/// <summary>The real cosign, offline, in a home of its own.</summary>
internal sealed class CosignHome : IDisposable
{
    private static readonly string[] Offline = ["--use-signing-config=false", "--tlog-upload=false"];

    public PeerHome Home { get; } = PeerHome.Create();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Home.Dispose();

    /// <summary>Makes NAME.key and NAME.pub of a key pair of ours, as cosign keeps them.</summary>
    public async Task<string> ImportAsync(TestKeyPair key, string name)
    {
        (await Home.RunAsync("cosign", ["import-key-pair", "--key", Home.Write($"{name}.pem", key.PrivatePem), "--output-key-prefix", name, "-y"], cancellationToken: Cancel)).EnsureSuccess();
        return name;
    }

    public async Task SignAsync(string image, string key, string format, params string[] more) =>
        (await TrySignAsync(image, key, format, more)).EnsureSuccess();

    public Task<ProcessResult> TrySignAsync(string image, string key, string format, params string[] more) =>
        Home.RunAsync("cosign", ["sign", "--key", $"{key}.key", .. Offline, .. Placement(format), .. more, image], cancellationToken: Cancel);

    public async Task AttestAsync(string image, string key, string format) => (await Home.RunAsync(
        "cosign",
        ["attest", "--key", $"{key}.key", .. Offline, .. Placement(format), "--type", "custom", "--predicate", Home.Write("predicate.json", "{}"), image],
        cancellationToken: Cancel)).EnsureSuccess();

    public Task<ProcessResult> TryVerifyAsync(string image, TestKeyPair key, params string[] more) =>
        Home.RunAsync("cosign", ["verify", "--key", Home.Write($"{Guid.NewGuid():N}.pub", key.PublicPem), "--insecure-ignore-tlog", .. more, image], cancellationToken: Cancel);

    public async Task VerifyAsync(string image, TestKeyPair key, params string[] more) => (await TryVerifyAsync(image, key, more)).EnsureSuccess();

    private static string[] Placement(string format) => format == "cosign" ? ["--new-bundle-format=false"] : [];
}
