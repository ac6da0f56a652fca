using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>The requests of a keyless verification: those of any other, and none to a Sigstore service.</summary>
public sealed class WhatAVerificationCosts : IAsyncLifetime
{
    private const int MaxRequests = 4;

    private TestRegistry? _registry;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _registry = await TestRegistry.StartAsync();

    [Theory, InlineData("v2"), InlineData("v1")]
    public async Task Few_requests_to_the_registry(string layout)
    {
        var engine = new Engine();
        var image = ImageReference.Parse(_registry!.Reference("app", "1"));
        var source = ImageReference.Parse($"oci:{Vectors.Unpack("keyless/layouts.tar.gz")}/oci/{layout}:1");
        await new ImageCopier(engine.Options).CopyAsync(new CopyRequest(source, image), Cancel);
        _registry.Requests.Clear();

        var result = await new ImageVerifier(engine.Options).VerifyAsync(
            new VerifyRequest(image)
            {
                Sigstore = new SigstoreTrust
                {
                    TrustedRootFile = Vectors.PathOf("keyless/trust/trusted_root.json"),
                    Identities = [new CertificateIdentity(
                        IdentityMatch.Exact("alice@hsig.test"), IdentityMatch.Exact("http://127.0.0.1:8200"))],
                },
            },
            Cancel);

        result.MustBeTrusted();
        Assert.True(_registry.Requests.Count() <= MaxRequests, _registry.Requests.ToString());
    }

    public ValueTask DisposeAsync() => _registry!.DisposeAsync();
}
