using ImageSign.Keys;
using ImageSign.Stores.Registry;

namespace ImageSign;

/// <summary>
/// One call about many images. What they have in common is done once: keys are opened, and passwords asked for, with the first image that needs them and kept until
/// the end; small content is kept by its digest; an image that comes again gets the verdict that it got. Safe to be used for several images at the same time.
/// </summary>
public sealed class ImageFleet : IDisposable
{
    private readonly SharedKeys _keys = new();
    private readonly ImageVerifier _verifier;
    private readonly ImageSigner _signer;

    /// <summary>Nothing is opened yet.</summary>
    public ImageFleet(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Stores = [.. options.Stores.Select(store => store is RegistryStoreFactory registries ? registries.Remembering() : store)] };
        _verifier = new ImageVerifier(options, _keys, new VerdictCache());
        _signer = new ImageSigner(options, _keys);
    }

    /// <summary>As <see cref="ImageVerifier.VerifyAsync(VerifyRequest, CancellationToken)"/>.</summary>
    public Task<VerifyResult> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken) => _verifier.VerifyAsync(request, cancellationToken);

    /// <summary>As <see cref="ImageSigner.SignAsync(SignRequest, CancellationToken)"/>.</summary>
    public Task<SignResult> SignAsync(SignRequest request, CancellationToken cancellationToken) => _signer.SignAsync(request, cancellationToken);

    /// <summary>Forgets the keys.</summary>
    public void Dispose() => _keys.Dispose();
}
