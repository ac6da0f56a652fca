using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Trust;

namespace ImageSign.Benchmarks.Registry;

/// <summary>Pushes the images, signs them with the engine, and writes down what they are called.</summary>
internal sealed class BenchmarkImages(BenchmarkOptions options, string host) : IPasswordSource, IDisposable
{
    private const int Parallel = 4;

    private readonly HttpClient _http = new();

    public string Host => host;

    public void Dispose() => _http.Dispose();

    public async Task WriteAsync()
    {
        Directory.CreateDirectory(options.Directory);
        var signer = WriteKeys();
        using var fleet = new ImageFleet(EngineOptions.CreateDefault(this));
        var images = new string[options.Images];
        await System.Threading.Tasks.Parallel.ForAsync(0, options.Images, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, async (i, cancel) =>
        {
            var image = await PushAsync($"fleet/i{i:D5}", $"{i}", cancel);
            await SignAsync(fleet, image, signer, options.Formats, cancel);
            images[i] = image;
        });
        await File.WriteAllLinesAsync(PathOf("images.txt"), images);
        if (options.Foreign == 0) return;
        // Of Notary's signatures no reader looks at more than a hundred.
        foreach (var format in options.Formats.Where(format => !IsNotary(format)))
        {
            var image = await PushAsync($"foreign/{format}", format, CancellationToken.None);
            for (var i = 0; i < options.Foreign; i++) await SignAsync(fleet, image, KeyReference.Parse(PathOf("foreign.key")), [format], CancellationToken.None);
            await SignAsync(fleet, image, signer, [format], CancellationToken.None);
            await File.WriteAllLinesAsync(PathOf($"foreign-{format}.txt"), [image]);
        }
    }

    /// <inheritdoc />
    public ValueTask<byte[]?> GetPasswordAsync(string keyName, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(null);

    private KeyReference WriteKeys()
    {
        using var certificate = TestCertificate.Create(TestCertificate.DefaultSubject, TimeProvider.System);
        var signer = TestCertificateFiles.Write(certificate, PathOf("signer"));
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(certificate.PrivateKeyPem);
        File.WriteAllText(PathOf("signer.pub"), key.ExportSubjectPublicKeyInfoPem() + "\n");
        TestKeys.Generate(TestKeyAlgorithm.EcdsaP256).Write(PathOf("foreign"));
        var store = Directory.CreateDirectory(PathOf("notation/truststore/x509/ca/benchmark"));
        File.Copy(signer.Root, Path.Combine(store.FullName, "root.crt"));
        File.WriteAllText(PathOf("notation/trustpolicy.json"), """
            {"version": "1.0", "trustPolicies": [{"name": "benchmark", "registryScopes": ["*"], "signatureVerification": {"level": "strict"}, "trustStores": ["ca:benchmark"], "trustedIdentities": ["*"]}]}
            """);
        return KeyReference.Parse(signer.PrivateKey);
    }

    private async Task<string> PushAsync(string repository, string content, CancellationToken cancellationToken)
    {
        var image = TestImages.Build(new TestImageOptions { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["content"] = content } });
        await _http.PushAsync(new Uri($"http://{host}"), repository, image, ["1"], cancellationToken);
        return $"{host}/{repository}@{image.Digest}";
    }

    private async Task SignAsync(ImageFleet fleet, string image, KeyReference key, IReadOnlyList<string> formats, CancellationToken cancellationToken)
    {
        var chain = formats.Any(IsNotary) ? PathOf("signer.crt") : null;
        await fleet.SignAsync(new SignRequest(ImageReference.Parse(image), key) { Formats = formats, CertificateChainFile = chain }, cancellationToken);
    }

    private static bool IsNotary(string format) => format.StartsWith("notary", StringComparison.Ordinal);

    private string PathOf(string name) => Path.Combine(options.Directory, name);
}
