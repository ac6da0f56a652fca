using System.Text.Json;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Files;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;

namespace ImageSign.Comparison;

/// <summary>The same keys for all three programs, each as it wants them, and the command lines that the tables compare.</summary>
internal sealed class Desk : IDisposable
{
    private static readonly string Pki = Vectors.PathOf("notation/pki/p256");
    private readonly string _tool;

    private Desk(string tool)
    {
        _tool = tool;
        (PrivateKey, PublicKey) = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(Home.File("own"));
        ForeignKey = TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(Home.File("foreign")).PrivateKey;
        var configuration = Home.File("config/notation");
        CopyDirectory(Vectors.PathOf("notation/config/truststore"), Path.Combine(configuration, "truststore"));
        File.Copy(Vectors.PathOf("notation/config/policies/strict.json"), Path.Combine(configuration, "trustpolicy.json"));
        File.WriteAllText(Path.Combine(configuration, "signingkeys.json"), JsonSerializer.Serialize(new { keys = new[] { new { name = "p256", keyPath = $"{Pki}/leaf.key", certPath = $"{Pki}/chain.pem" } } }));
    }

    public PeerHome Home { get; } = PeerHome.Create();

    public string PrivateKey { get; }

    public string PublicKey { get; }

    public string ForeignKey { get; }

    /// <summary>The private key in cosign's encrypted form, whose password (an empty one) all programs find in COSIGN_PASSWORD.</summary>
    public string CosignKey => Home.File("cosign.key");

    private static string Cosign => Peers.Find("cosign");

    private static string Notation => Peers.Find("notation");

    public static async Task<Desk> CreateAsync(string tool)
    {
        var desk = new Desk(tool);
        (await desk.Home.RunAsync("cosign", ["import-key-pair", "--key", desk.PrivateKey, "--output-key-prefix", "cosign", "-y"])).EnsureSuccess();
        return desk;
    }

    public string[] Ours(params string[] words) => [_tool, .. words];

    public string[] OursVerifies(params string[] images) => Ours(["verify", "-k", PublicKey, .. images]);

    public string[] OursVerifiesByPolicy(params string[] images) => Ours(["verify", .. images]);

    public string[] OursSigns(string key, string image, string format = "sigstore") => Ours("sign", "-k", key, "--format", format, image);

    public string[] OursSignsWithCertificate(string image) => Ours("sign", "-k", $"{Pki}/leaf.key", "--certificate-chain", $"{Pki}/chain.pem", "--format", "notary-jws", image);

    public string[] CosignVerifies(params string[] images) => [Cosign, "verify", "--key", PublicKey, "--insecure-ignore-tlog", .. images];

    public string[] CosignSigns(string image, string format = "sigstore") =>
        [Cosign, "sign", "--key", CosignKey, "--use-signing-config=false", "--tlog-upload=false", .. format == "cosign" ? ["--new-bundle-format=false"] : (string[])[], image];

    public string[] NotationVerifies(params string[] images) => [Notation, "verify", "--insecure-registry", .. images];

    public string[] NotationSigns(string image) => [Notation, "sign", "--insecure-registry", "--key", "p256", image];

    /// <summary>Signs with the engine in this process: for what is only there to be verified.</summary>
    public static Task SignAsync(EngineOptions engine, string key, string image, string format = "sigstore") => new ImageSigner(engine).SignAsync(
        new SignRequest(ImageReference.Parse(image), new KeyReference(KeyScheme.File, format == "notary-jws" ? $"{Pki}/leaf.key" : key))
        {
            Formats = [format],
            CertificateChainFile = format == "notary-jws" ? $"{Pki}/chain.pem" : null,
        },
        CancellationToken.None);

    /// <summary>Runs a program that must succeed.</summary>
    public async Task RunAsync(string[] command) => (await Home.RunAsync(command[0], command[1..])).EnsureSuccess();

    public void Dispose() => Home.Dispose();

    private static void CopyDirectory(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
