using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ImageSign.Crypto;
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
    public bool CanJudge(VerificationContext context) => context.Keys.Count > 0;

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
        ValueTask.FromResult(Verify(candidate.Envelope, context));

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedArtifact>> SignAsync(SigningContext context, CancellationToken cancellationToken)
    {
        var key = context.Key.PublicKey;
        var payload = ImageStatement.Write(context.Subject.Digest, ClaimPairs.Write(context.Claims, withReferences: true));
        var encoding = Dsse.PreAuthEncoding(ImageStatement.PayloadType, payload.Span);
        var signature = key.ToDer(await context.Key.SignAsync(key.SigstoreAlgorithms[0], encoding, cancellationToken).ConfigureAwait(false));
        var bundle = SigstoreBundle.Write(Convert.ToBase64String(SHA256.HashData(key.SubjectPublicKeyInfo.Span)), ImageStatement.PayloadType, payload, signature);
        SelfVerification.Require(Verify(bundle, SelfVerification.Context(context, time)));

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
        return [new SignedArtifact(Name, placed.Placement, artifact.Descriptor.Digest, key.Fingerprint) { Warning = placed.Warning }];
    }

    /// <inheritdoc />
    public IReadOnlyList<Fact> Describe(SignatureCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var bundle = SigstoreBundle.Parse(candidate.Envelope);
        var statement = ImageStatement.Parse(bundle.Payload);
        var hash = new byte[SHA256.HashSizeInBytes + 2];
        var key = bundle.Hint is { } hint && Convert.TryFromBase64String(hint, hash, out var length) && length == SHA256.HashSizeInBytes ? $"sha256:{Convert.ToHexStringLower(hash.AsSpan(0, length))}" : bundle.Hint;
        return [new Fact("type", statement.PredicateType, Signed: false), .. ClaimFacts.Unverified(statement.ClaimsFor(candidate.Subject), key, Convert.ToBase64String(bundle.Signature.Span))];
    }

    private static Check Verify(ReadOnlyMemory<byte> bundleBytes, VerificationContext context)
    {
        SigstoreBundle bundle;
        try
        {
            bundle = SigstoreBundle.Parse(bundleBytes);
        }
        catch (ImageSignException e)
        {
            var id = e.Code == ErrorCodes.NotImageSignature ? CheckIds.EnvelopeType : CheckIds.EnvelopeWellFormed;
            return Check.AllOf(CheckIds.Signature, [id], [Check.Fail(id, e)]);
        }

        List<string> required = [CheckIds.EnvelopeWellFormed, CheckIds.EnvelopeType, CheckIds.SignatureIntegrity, CheckIds.Identity, CheckIds.ClaimsSubject];
        List<Check> checks = [.. bundle.Material == "publicKey"
            ? KeyIntegrity.Evaluate(Dsse.PreAuthEncoding(bundle.PayloadType, bundle.Payload.Span), bundle.Signature, context)
            : [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch, "it was made with a certificate, which a key does not stand for")]];
        try
        {
            if (bundle.PayloadType != ImageStatement.PayloadType) throw ErrorCodes.NotImageSignature.With($"its payload is '{bundle.PayloadType}'");
            var statement = ImageStatement.Parse(bundle.Payload);
            checks.Insert(0, Check.Pass(CheckIds.EnvelopeWellFormed));
            checks.Add(statement.PredicateType == ImageStatement.SignPredicateType
                ? Check.Pass(CheckIds.EnvelopeType)
                : Check.Fail(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature.With($"it is a statement of type '{statement.PredicateType}'")));
            checks.AddRange(ClaimChecks.Evaluate(statement.ClaimsFor(context.Subject.Digest), context, required));
        }
        catch (ImageSignException e)
        {
            checks.Insert(0, Check.Fail(e.Code == ErrorCodes.NotImageSignature ? CheckIds.EnvelopeType : CheckIds.EnvelopeWellFormed, e));
        }

        return Check.AllOf(CheckIds.Signature, required, checks);
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
