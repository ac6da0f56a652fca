using System.Text.Json;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Notation;

/// <summary>The real notation with the keys, trust stores and a policy of the vectors; and the engine with the same.</summary>
internal sealed class NotationHome : IDisposable
{
    public static readonly string[] Keys = ["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521"];

    private readonly PeerHome _home = PeerHome.Create();
    private readonly TempDirectory _copies = new();

    public NotationHome(string policy = "strict")
    {
        var configuration = _copies.Copy(Vectors.PathOf("notation/config/truststore"), "config/notation/truststore");
        PolicyFile = Path.Combine(Path.GetDirectoryName(configuration)!, "trustpolicy.json");
        File.Copy(Vectors.PathOf($"notation/config/policies/{policy}.json"), PolicyFile);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(configuration)!, "signingkeys.json"), JsonSerializer.Serialize(new
        {
            keys = Keys.Select(name => new { name, keyPath = KeyFile(name), certPath = ChainFile(name) }),
        }));
        Engine = EngineOptions.CreateDefault(new NoPassword()) with
        {
            Trust = new TrustOptions { ConfigurationDirectory = Path.GetDirectoryName(PolicyFile)!, RevocationCacheDirectory = _copies.File("crl") },
        };
    }

    public string PolicyFile { get; }

    public EngineOptions Engine { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A copy of a layout of the vectors, with the reference that names its image for us and for notation.</summary>
    public (ImageReference Ours, string Theirs) Layout(string name = "unsigned") => FirstOf(_copies.Copy(VectorPath(name), $"layout-{Guid.NewGuid():N}"));

    /// <summary>A layout of the vectors itself, to be read only.</summary>
    public static (ImageReference Ours, string Theirs) VectorLayout(string name) => FirstOf(VectorPath(name));

    public Task<SignResult> SignAsync(ImageReference image, string key, string format, Func<SignRequest, SignRequest>? change = null)
    {
        var request = new SignRequest(image, new KeyReference(KeyScheme.File, KeyFile(key))) { CertificateChainFile = ChainFile(key), Formats = [format] };
        return new ImageSigner(Engine).SignAsync(change is null ? request : change(request), Cancel);
    }

    public Task<VerifyResult> VerifyAsync(ImageReference image, Func<VerifyRequest, VerifyRequest>? change = null)
    {
        var request = new VerifyRequest(image) { Scope = image.Transport == Transport.OciLayout ? "local/test" : null };
        return new ImageVerifier(Engine).VerifyAsync(change is null ? request : change(request), Cancel);
    }

    public async Task NotationSignsAsync(string image, string key, string envelope, params string[] more) =>
        (await NotationAsync(["sign", .. Place(image), "--key", key, "--signature-format", envelope, .. more, image])).EnsureSuccess();

    public async Task NotationVerifiesAsync(string image, params string[] more) => (await NotationResultAsync(image, more)).EnsureSuccess();

    public Task<ProcessResult> NotationResultAsync(string image, params string[] more) =>
        NotationAsync(["verify", .. Place(image), .. Path.IsPathRooted(image) && !more.Contains("--scope") ? (string[])["--scope", "local/test"] : [], .. more, image]);

    public void Dispose()
    {
        _home.Dispose();
        _copies.Dispose();
    }

    private static string VectorPath(string layout) => Path.Combine(Vectors.Unpack("notation/layouts.tar.gz"), "layouts", layout);

    private static (ImageReference Ours, string Theirs) FirstOf(string layout)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(layout, "index.json")));
        var digest = index.RootElement.GetProperty("manifests")[0].GetProperty("digest").GetString();
        return (ImageReference.Parse($"oci:{layout}@{digest}"), $"{layout}@{digest}");
    }

    private static string[] Place(string image) => Path.IsPathRooted(image) ? ["--oci-layout"] : [];

    private static string KeyFile(string name) => Vectors.PathOf($"notation/pki/{name}/leaf.key");

    private static string ChainFile(string name) => Vectors.PathOf($"notation/pki/{name}/chain.pem");

    private Task<ProcessResult> NotationAsync(string[] arguments) => ProcessRunner.RunAsync(
        Peers.Find("notation"),
        arguments,
        new ProcessOptions
        {
            Environment = new Dictionary<string, string?>(_home.Environment, StringComparer.Ordinal) { ["NOTATION_EXPERIMENTAL"] = "1", ["XDG_CONFIG_HOME"] = _copies.File("config") },
            WorkingDirectory = _home.Path,
        },
        Cancel);

    private sealed class NoPassword : IPasswordSource
    {
        public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);
    }
}
