using ImageSign.Keys;
using ImageSign.Stores.Registry;

namespace ImageSign;

/// <summary>
/// One call about many images. What they have in common is done once: keys are opened, passwords asked for, and policies and trust stores read with the first image that
/// needs them and kept until the end; small content is kept by its digest; an image that comes again gets the verdict that it got. Safe to be used for several images at
/// the same time.
/// </summary>
public sealed class ImageFleet : IDisposable
{
    private readonly SharedKeys _keys = new();
    private readonly NotaryTrustSource _trust;
    private readonly ImageVerifier _verifier;
    private readonly ImageSigner _signer;

    /// <summary>Nothing is opened yet.</summary>
    public ImageFleet(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Stores = [.. options.Stores.Select(store => store is RegistryStoreFactory registries ? registries.Remembering() : store)] };
        Options = options;
        _trust = new NotaryTrustSource(options.Trust);
        _verifier = new ImageVerifier(options, _keys, _trust, new VerdictCache());
        _signer = new ImageSigner(options, _keys);
    }

    /// <summary>The engine, with stores that keep small content.</summary>
    internal EngineOptions Options { get; }

    /// <summary>As <see cref="ImageVerifier.VerifyAsync(VerifyRequest, CancellationToken)"/>.</summary>
    public Task<VerifyResult> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken) => _verifier.VerifyAsync(request, cancellationToken);

    /// <summary>As <see cref="ImageSigner.SignAsync(SignRequest, CancellationToken)"/>.</summary>
    public Task<SignResult> SignAsync(SignRequest request, CancellationToken cancellationToken) => _signer.SignAsync(request, cancellationToken);

    /// <summary>Reads the policy and the certificates that a request will be judged by, while a registry is asked for something else.</summary>
    internal Task PrepareAsync(VerifyRequest request) => Task.Run(() => _trust.Prepare(request));

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
        _trust.Dispose();
        _keys.Dispose();
    }
}
