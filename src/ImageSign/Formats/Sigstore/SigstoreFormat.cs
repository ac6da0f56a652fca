using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Formats.Sigstore;

/// <summary>Sigstore bundles, version 0.3, as OCI 1.1 referrers: what cosign 3 writes and reads.</summary>
public sealed class SigstoreFormat(TimeProvider time) : ISignatureFormat, ISignatureInspection
{
    /// <summary>The name after <c>--format</c>.</summary>
    public const string FormatName = "sigstore";

    private const string BundlePrefix = "application/vnd.dev.sigstore.bundle";

    /// <inheritdoc />
    public string Name => FormatName;

    /// <inheritdoc />
    public IReadOnlyList<string> Readers { get; } = ["cosign 3"];

    /// <inheritdoc />
    public bool CanJudge(VerificationContext context) => context.Keys.Count > 0 || context.Sigstore is not null;

    /// <inheritdoc />
    public async IAsyncEnumerable<SignatureCandidate> DiscoverAsync(SubjectArtifacts artifacts, DiscoveryPhase phase, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (phase == DiscoveryPhase.Listed)
        {
            await foreach (var referrer in artifacts.ReferrersAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await CandidateAsync(artifacts, referrer, cancellationToken).ConfigureAwait(false) is { } candidate) yield return candidate;
            }
        }
        else
        {
            await foreach (var marker in artifacts.MarkersAsync(cancellationToken).ConfigureAwait(false))
            {
                var found = new ReferrerArtifact(marker.Descriptor, marker, Failure: null);
                if (await CandidateAsync(artifacts, found, cancellationToken).ConfigureAwait(false) is { } candidate) yield return candidate;
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<Check> VerifyAsync(SignatureCandidate candidate, VerificationContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(StatementBundle.Verify(candidate.Envelope, context));

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedArtifact>> SignAsync(SigningContext context, CancellationToken cancellationToken)
    {
        var bundle = await StatementBundle.SignAsync(context.Claims, context.Key, cancellationToken).ConfigureAwait(false);
        SelfVerification.Require(StatementBundle.Verify(bundle, SelfVerification.Context(context, time)));

        var layer = Descriptor.Of(MediaTypes.SigstoreBundle, bundle.Span);
        var artifact = ManifestWriter.Artifact(
            ManifestWriter.EmptyConfig,
            [layer.Size <= Limits.MaxInlineBytes ? layer with { Data = bundle } : layer],
            MediaTypes.SigstoreBundle,
            context.Subject,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["dev.sigstore.bundle.content"] = "dsse-envelope",
                ["dev.sigstore.bundle.predicateType"] = ImageStatement.SignPredicateType,
                ["org.opencontainers.image.created"] = ClaimPairs.FormatTime(time.GetUtcNow()),
            });
        await context.Store.WriteBlobAsync(ManifestWriter.EmptyConfig, ManifestWriter.EmptyJson, cancellationToken).ConfigureAwait(false);
        await context.Store.WriteBlobAsync(layer, bundle, cancellationToken).ConfigureAwait(false);
        var placed = await context.Store.AttachReferrerAsync(artifact, cancellationToken).ConfigureAwait(false);
        return [new SignedArtifact(Name, placed.Placement, artifact.Descriptor.Digest, context.Key.PublicKey.Fingerprint) { Warning = placed.Warning }];
    }

    /// <inheritdoc />
    public IReadOnlyList<Fact> Describe(SignatureCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return StatementBundle.Describe(candidate.Envelope, candidate.Subject);
    }

    private async ValueTask<SignatureCandidate?> CandidateAsync(SubjectArtifacts artifacts, ReferrerArtifact referrer, CancellationToken cancellationToken)
    {
        var candidate = new SignatureCandidate(this, artifacts.Subject.Descriptor.Digest, referrer.Descriptor, $"referrer {referrer.Descriptor.Digest}");
        if (referrer.Manifest is not { } manifest)
        {
            // What cannot be read may have been a bundle, unless its descriptor says that it is something else.
            return referrer.Descriptor.ArtifactType is null or MediaTypes.OciEmpty or MediaTypes.SigstoreBundle ? candidate with { Failure = referrer.Failure } : null;
        }

        var bundles = manifest.Layers.Count(layer => layer.MediaType.StartsWith(BundlePrefix, StringComparison.Ordinal));
        if (bundles == 0 && manifest.ArtifactType != MediaTypes.SigstoreBundle) return null;
        if (manifest.Layers.Count != 1 || bundles != 1)
        {
            return candidate with { Failure = OciJson.Malformed($"the artifact {referrer.Descriptor.Digest}", "a Sigstore bundle is exactly one layer of its media type") };
        }

        try
        {
            return candidate with { Layer = manifest.Layers[0], Envelope = await artifacts.ReadEnvelopeAsync(manifest.Layers[0], cancellationToken).ConfigureAwait(false) };
        }
        catch (ImageSignException e)
        {
            return candidate with { Failure = e };
        }
    }
}
