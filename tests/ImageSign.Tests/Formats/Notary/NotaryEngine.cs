using ImageSign.Oci;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>The engine with a configuration directory and a revocation cache of its own.</summary>
internal sealed class NotaryEngine : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("imagesign-notary-").FullName;

    public NotaryEngine(TimeProvider? time = null)
    {
        Options = EngineOptions.CreateDefault(new NoPassword(), time: time) with
        {
            Trust = new TrustOptions { ConfigurationDirectory = Path.Combine(_directory, "notation"), RevocationCacheDirectory = Path.Combine(_directory, "crl") },
        };
    }

    public EngineOptions Options { get; init; }

    public string ConfigurationDirectory => Options.Trust.ConfigurationDirectory!;

    public string RevocationCache => Options.Trust.RevocationCacheDirectory!;

    public Task<VerifyResult> VerifyAsync(VerifyRequest request) => new ImageVerifier(Options).VerifyAsync(request, TestContext.Current.CancellationToken);

    public Task<SignResult> SignAsync(SignRequest request) => new ImageSigner(Options).SignAsync(request, TestContext.Current.CancellationToken);

    /// <summary>A request for a layout of the vectors.</summary>
    public static VerifyRequest Request(string layout, string policy) => new(ImageReference.Parse($"oci:{NotationVectors.Layout(layout)}@{NotationVectors.TargetOf(layout)}"))
    {
        PolicyFile = NotationVectors.Policy(policy),
        TrustStoreDirectory = NotationVectors.TrustStore,
        Scope = "local/test",
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
