using System.Security.Cryptography.X509Certificates;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Tests.Support;
using ImageSign.Trust;

namespace ImageSign.Tests.BaseImages;

/// <summary>
/// <c>mcr.microsoft.com/dotnet/runtime:10.0</c> as Microsoft publishes it, by a registry of ours: a manifest list in Docker's media types, it and each image signed with
/// COSE, RSA-3072 and a timestamp, by a chain with Microsoft's names whose root takes the place of Microsoft's own in the built-in trust store.
/// </summary>
internal sealed class MicrosoftsRegistry : IAsyncDisposable
{
    public const string Image = "mcr.microsoft.com/dotnet/runtime:10.0";
    public const string Leaf = "CN=Microsoft SCD Products RSA Signing,O=Microsoft Corporation,L=Redmond,S=Washington,C=US";

    private static readonly Lazy<CertifiedSigner> Own = new(() => NewSigner(Leaf, TestKeyAlgorithm.Rsa3072));

    private readonly TempDirectory _directory = new();
    private readonly TestRegistry _registry;
    private readonly CertifiedSigner _root;

    private MicrosoftsRegistry(TestRegistry registry, TimestampAuthority timestamps, CertifiedSigner root) => (_registry, Timestamps, _root) = (registry, timestamps, root);

    /// <summary>The signer whose root is built in, with a certificate for thirty days.</summary>
    public static CertifiedSigner Signer => Own.Value;

    public static TestImage Index { get; } = TestImages.MultiArch(new TestImageOptions { Docker = true });

    public TimestampAuthority Timestamps { get; }

    public ManualTime Time { get; } = new();

    /// <summary>What answers at the authority's own URLs; null: nobody.</summary>
    public HttpMessageHandler? Authority { get; init; }

    public RequestLog Requests => _registry.Requests;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static CertifiedSigner NewSigner(string subject, TestKeyAlgorithm algorithm = TestKeyAlgorithm.EcdsaP256, params IReadOnlyList<string> revocationLists) => new(
        TestCa.Create("CN=Microsoft Supply Chain RSA Root CA 2022,O=Microsoft Corporation,C=US", CertifiedSigner.OldAuthority with { KeyAlgorithm = algorithm }),
        "CN=Microsoft SCD Products RSA CA,O=Microsoft Corporation,C=US",
        new TestCertificateOptions { Subject = subject, KeyAlgorithm = algorithm, NotAfter = DateTimeOffset.UtcNow.AddDays(30), RevocationLists = revocationLists });

    public static async Task<MicrosoftsRegistry> StartAsync(CertifiedSigner? root = null, HttpMessageHandler? authority = null)
    {
        var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("dotnet/runtime", Index, "10.0");
        return new MicrosoftsRegistry(registry, await TimestampAuthority.StartAsync(), root ?? Signer) { Authority = authority };
    }

    public Task<SignResult> SignAsync(CertifiedSigner? signer = null, Func<SignRequest, SignRequest>? change = null)
    {
        signer ??= Signer;
        var request = new SignRequest(ImageReference.Parse(Image), new KeyReference(KeyScheme.File, signer.KeyFile))
        {
            CertificateChainFile = signer.ChainFile,
            Formats = ["notary-cose"],
            TimestampUrl = Timestamps.Url,
            TimestampRootFile = TimestampAuthority.RootFile,
        };
        return new ImageSigner(Engine()).SignAsync(change?.Invoke(request) ?? request, Cancel);
    }

    /// <summary>Asks the gate, as a publish for linux-x64 does. Returns why the base is refused, or null.</summary>
    public async Task<ImageSignException?> JudgeAsync(Func<BaseImageRequest, BaseImageRequest>? change = null, string image = Image)
    {
        var request = new BaseImageRequest(ImageReference.Parse(image)) { Platforms = [new Platform("linux", "amd64")] };
        request = change?.Invoke(request) ?? request;
        await using var gate = new BaseImageGate(Engine());
        return await gate.JudgeAsync(request, await gate.ReadAsync(request, Cancel), Cancel);
    }

    /// <summary>The same images by another name.</summary>
    public string Mirror(string repository)
    {
        _registry.Content.PutImage(repository, Index, "10.0");
        foreach (var subject in Index.Children.Prepend(Index))
        {
            foreach (var signature in _registry.Content.Referrers("dotnet/runtime", subject.Digest)) _registry.Content.PutManifest(repository, null, signature.Bytes, signature.MediaType);
        }

        foreach (var blob in _registry.Content.Snapshot("dotnet/runtime").Blobs.Values) _registry.Content.PutBlob(repository, blob);
        return _registry.Reference(repository, "10.0");
    }

    public async ValueTask DisposeAsync()
    {
        await Timestamps.DisposeAsync();
        await _registry.DisposeAsync();
        _directory.Dispose();
    }

    private EngineOptions Engine()
    {
        var port = _registry.Port;
        return EngineOptions.CreateDefault(
            Passwords.None,
            new RegistryOptions { HandlerFactory = () => new OtherHost(port) },
            Time,
            new TrustOptions
            {
                ConfigurationDirectory = _directory.File("notation"),
                RevocationCacheDirectory = _directory.File("crl"),
                BuiltInRoots = new Roots(_root),
                HandlerFactory = Authority is { } handler ? () => handler : null,
            });
    }

    private sealed class Roots(CertifiedSigner root) : ITrustStore
    {
        public IReadOnlyList<X509Certificate2> Load(TrustStoreName store) => (store.Kind, store.Name) switch
        {
            (TrustStoreKind.Ca, "msft-supplychain") => [X509CertificateLoader.LoadCertificate(root.Root.Certificate.RawData)],
            (TrustStoreKind.Tsa, "msft-supplychain") => [X509CertificateLoader.LoadCertificateFromFile(TimestampAuthority.RootFile)],
            _ => throw ErrorCodes.TrustStoreUnusable.With(store, "it is not built in"),
        };
    }

    /// <summary>Sends what is meant for Microsoft's registry to the one on this port, which then speaks of itself by that name.</summary>
    private sealed class OtherHost(int port) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.RequestUri = new UriBuilder(asked) { Scheme = "http", Host = "localhost", Port = port }.Uri;
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Location is { IsAbsoluteUri: true } location) response.Headers.Location = new Uri(asked, location.PathAndQuery);
            return response;
        }
    }
}
