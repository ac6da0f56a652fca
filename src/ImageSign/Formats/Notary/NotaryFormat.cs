using System.Runtime.CompilerServices;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Formats.Notary;

/// <summary>Notary Project signatures; the two formats differ only in their envelope.</summary>
public abstract class NotaryFormat : ISignatureFormat, ISigningRequirements
{
    private readonly TimeProvider _time;

    private protected NotaryFormat(TimeProvider time) => _time = time;

    /// <inheritdoc />
    public abstract string Name { get; }

    private protected abstract INotaryEnvelopeCodec Codec { get; }

    /// <summary>True for the one of the two formats that reports what is neither's.</summary>
    private protected abstract bool ReportsDefects { get; }

    /// <inheritdoc />
    public bool CanJudge(VerificationContext context) => context.Notary is not null;

    /// <inheritdoc />
    public async IAsyncEnumerable<SignatureCandidate> DiscoverAsync(SubjectArtifacts artifacts, DiscoveryPhase phase, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var referrer in ReferrersAsync(artifacts, phase, cancellationToken).ConfigureAwait(false))
        {
            if (await CandidateAsync(artifacts, referrer, cancellationToken).ConfigureAwait(false) is not { } candidate) continue;
            if (++count > Limits.MaxNotarySignatures) throw ErrorCodes.OverLimit.With($"The number of Notary signatures of {artifacts.Subject.Descriptor.Digest}", $"{Limits.MaxNotarySignatures}");
            yield return candidate;
        }
    }

    /// <inheritdoc />
    public ValueTask<Check> VerifyAsync(SignatureCandidate candidate, VerificationContext context, CancellationToken cancellationToken) =>
        NotaryVerification.EvaluateAsync(Codec, candidate.Envelope, context, cancellationToken);

    /// <inheritdoc />
    public void Require(ISigningKey key) => NotarySigning.Require(key, Name, _time.GetUtcNow());

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedArtifact>> SignAsync(SigningContext context, CancellationToken cancellationToken) =>
        [await new NotarySigning(Codec, Name, _time).SignAsync(context, cancellationToken).ConfigureAwait(false)];

    private static async IAsyncEnumerable<ReferrerArtifact> ReferrersAsync(SubjectArtifacts artifacts, DiscoveryPhase phase, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (phase == DiscoveryPhase.Listed)
        {
            await foreach (var referrer in artifacts.ReferrersAsync(cancellationToken).ConfigureAwait(false)) yield return referrer;
        }
        else
        {
            await foreach (var marker in artifacts.MarkersAsync(cancellationToken).ConfigureAwait(false)) yield return new ReferrerArtifact(marker.Descriptor, marker, Failure: null);
        }
    }

    private async ValueTask<SignatureCandidate?> CandidateAsync(SubjectArtifacts artifacts, ReferrerArtifact referrer, CancellationToken cancellationToken)
    {
        var candidate = new SignatureCandidate(this, artifacts.Subject.Descriptor.Digest, referrer.Descriptor, $"referrer {referrer.Descriptor.Digest}");
        if (referrer.Manifest is not { } manifest)
        {
            // What cannot be read may have been a signature, unless its descriptor says that it is something else.
            return ReportsDefects && referrer.Descriptor.ArtifactType is null or MediaTypes.NotarySignatureArtifact ? candidate with { Failure = referrer.Failure } : null;
        }

        if (!NotaryManifest.IsSignature(manifest)) return null;
        if (NotaryManifest.Defect(manifest, artifacts.Subject.Descriptor.Digest) is { } defect)
        {
            return ReportsDefects ? candidate with { Failure = OciJson.Malformed($"The signature manifest {manifest.Descriptor.Digest}", defect) } : null;
        }

        var layer = manifest.Layers[0];
        if (layer.MediaType != Codec.MediaType) return null;
        try
        {
            return candidate with { Layer = layer, Envelope = await artifacts.ReadEnvelopeAsync(layer, cancellationToken).ConfigureAwait(false) };
        }
        catch (ImageSignException e)
        {
            return candidate with { Failure = e };
        }
    }
}
