using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Formats.Cosign;

/// <summary>Simple signing at the tag <c>sha256-….sig</c>: what podman, CRI-O, and cosign 1 and 2 read. The same payload stored as a referrer is read too.</summary>
public sealed class CosignFormat(TimeProvider time) : ISignatureFormat, ISignatureInspection
{
    /// <summary>The name after <c>--format</c>.</summary>
    public const string FormatName = "cosign";

    /// <summary>What follows the subject in the tag.</summary>
    internal const string TagSuffix = ".sig";
    private const string SignatureAnnotation = "dev.cosignproject.cosign/signature";

    // cosign writes one history entry and diff_id for each layer. Nobody reads them, and a configuration that never changes is uploaded once.
    private static readonly ReadOnlyMemory<byte> Config =
        """{"architecture":"","created":"0001-01-01T00:00:00Z","history":[],"os":"","rootfs":{"type":"layers","diff_ids":[]},"config":{}}"""u8.ToArray();

    /// <inheritdoc />
    public string Name => FormatName;

    /// <inheritdoc />
    public IReadOnlyList<string> Readers { get; } = ["cosign 1", "cosign 2", "cosign 3 (where no bundle is attached)", "podman", "CRI-O"];

    /// <inheritdoc />
    public bool CanJudge(VerificationContext context) => context.Keys.Count > 0 || context.Sigstore is not null;

    /// <inheritdoc />
    public IAsyncEnumerable<SignatureCandidate> DiscoverAsync(SubjectArtifacts artifacts, DiscoveryPhase phase, CancellationToken cancellationToken) =>
        phase == DiscoveryPhase.Listed ? ListedAsync(artifacts, cancellationToken) : MarkersAsync(artifacts, cancellationToken);

    /// <inheritdoc />
    public ValueTask<Check> VerifyAsync(SignatureCandidate candidate, VerificationContext context, CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(Verify(candidate.Envelope, candidate.Layer?.Annotations ?? Descriptor.EmptyAnnotations, context));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<SignedArtifact>> SignAsync(SigningContext context, CancellationToken cancellationToken)
    {
        var key = context.Key.PublicKey;
        var optional = ClaimPairs.Write(context.Claims, withReferences: false);
        var config = Descriptor.Of(MediaTypes.OciConfig, Config.Span);
        await context.Store.WriteBlobAsync(config, Config, cancellationToken).ConfigureAwait(false);

        var layers = new List<Descriptor>();
        // podman accepts docker-reference only if it is exactly what was pulled, so each tag gets a payload of its own.
        foreach (var reference in context.Claims.References.DefaultIfEmpty(context.Repository ?? ""))
        {
            var payload = SimpleSigningPayload.Write(reference, context.Subject.Digest, optional);
            var signature = Convert.ToBase64String(key.ToDer(await context.Key.SignAsync(key.SigstoreAlgorithms[0], payload, cancellationToken).ConfigureAwait(false)));
            var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [SignatureAnnotation] = signature };
            SelfVerification.Require(Verify(payload, annotations, SelfVerification.Context(context, time)));
            var layer = Descriptor.Of(MediaTypes.SimpleSigning, payload.Span) with { Annotations = annotations };
            await context.Store.WriteBlobAsync(layer, payload, cancellationToken).ConfigureAwait(false);
            layers.Add(layer.Size <= Limits.MaxInlineBytes ? layer with { Data = payload } : layer);
        }

        var contribution = ManifestWriter.Artifact(config, layers, artifactType: null, subject: null, Descriptor.EmptyAnnotations);
        var placed = await context.Store.AttachToSharedTagAsync(context.Subject.Digest, TagSuffix, contribution, cancellationToken).ConfigureAwait(false);
        return [.. layers.Select(layer => new SignedArtifact(Name, placed.Placement, layer.Digest, key.Fingerprint) { Warning = placed.Warning })];
    }

    /// <inheritdoc />
    public IReadOnlyList<Fact> Describe(SignatureCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var payload = SimpleSigningPayload.Parse(candidate.Envelope);
        return [new Fact("type", payload.Type, Signed: false), .. ClaimFacts.Unverified(payload.Claims(), key: null, candidate.Layer?.Annotations.GetValueOrDefault(SignatureAnnotation) ?? "")];
    }

    private static Check Verify(ReadOnlyMemory<byte> payloadBytes, IReadOnlyDictionary<string, string> annotations, VerificationContext context)
    {
        List<string> required = [CheckIds.EnvelopeWellFormed, CheckIds.EnvelopeType, CheckIds.SignatureIntegrity, CheckIds.Identity, CheckIds.ClaimsSubject];
        List<Check> form = [];
        List<Check> claims = [];
        try
        {
            var payload = SimpleSigningPayload.Parse(payloadBytes);
            form.Add(Check.Pass(CheckIds.EnvelopeWellFormed));
            claims.Add(payload.Type == SimpleSigningPayload.SignatureType
                ? Check.Pass(CheckIds.EnvelopeType)
                : Check.Fail(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature.With($"its type is '{payload.Type}'")));
            claims.AddRange(ClaimChecks.Evaluate(payload.Claims(), context, required));
        }
        catch (ImageSignException e)
        {
            form.Add(Check.Fail(CheckIds.EnvelopeWellFormed, e));
        }

        var signature = annotations.GetValueOrDefault(SignatureAnnotation);
        var bytes = new byte[signature?.Length ?? 0];
        if (signature is null || !Convert.TryFromBase64String(signature, bytes, out var length) || length == 0)
        {
            var reason = signature is null ? "it is missing" : "it is not base64";
            return Check.AllOf(CheckIds.Signature, required, [Check.Fail(CheckIds.EnvelopeWellFormed, OciJson.Malformed("the signature annotation", reason)), .. claims]);
        }

        var raw = bytes.AsMemory(0, length);
        return context.Sigstore is null
            ? Check.AllOf(CheckIds.Signature, required, [.. form, .. KeyIntegrity.Evaluate(payloadBytes.ToArray(), raw, context), .. claims])
            : VerifyKeyless(new SignedFile(payloadBytes, raw), annotations, context, form, claims, required);
    }

    private static Check VerifyKeyless(
        SignedFile content, IReadOnlyDictionary<string, string> annotations, VerificationContext context, List<Check> form, List<Check> claims, List<string> required)
    {
        try
        {
            return KeylessChecks.Evaluate(content, ClassicEvidence.Read(annotations), context).Group(form, claims, required);
        }
        catch (ImageSignException e)
        {
            return Check.AllOf(CheckIds.Signature, required, [Check.Fail(CheckIds.EnvelopeWellFormed, e)]);
        }
    }

    private async IAsyncEnumerable<SignatureCandidate> ListedAsync(SubjectArtifacts artifacts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (tagged, failure) = await ReadTagAsync(artifacts, cancellationToken).ConfigureAwait(false);
        if (failure is not null) yield return failure;
        if (tagged is not null)
        {
            await foreach (var candidate in LayersAsync(artifacts, tagged, $"of {TagSuffix} tag", cancellationToken).ConfigureAwait(false)) yield return candidate;
        }

        await foreach (var referrer in artifacts.ReferrersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (referrer.Manifest is not { } manifest || (manifest.ArtifactType ?? manifest.Config?.MediaType) != MediaTypes.CosignSignatureArtifact) continue;
            await foreach (var candidate in LayersAsync(artifacts, manifest, $"of referrer {manifest.Descriptor.Digest}", cancellationToken).ConfigureAwait(false)) yield return candidate;
        }
    }

    private async IAsyncEnumerable<SignatureCandidate> MarkersAsync(SubjectArtifacts artifacts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var marker in artifacts.MarkersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (marker.Subject is not null || !marker.Layers.Any(layer => layer.MediaType == MediaTypes.SimpleSigning)) continue;
            await foreach (var candidate in LayersAsync(artifacts, marker, $"of marker {marker.Descriptor.Digest}", cancellationToken).ConfigureAwait(false)) yield return candidate;
        }
    }

    private async Task<(ImageManifest? Manifest, SignatureCandidate? Failure)> ReadTagAsync(SubjectArtifacts artifacts, CancellationToken cancellationToken)
    {
        try
        {
            return await artifacts.SharedTagAsync(TagSuffix, cancellationToken).ConfigureAwait(false) switch
            {
                null => (null, null),
                ImageManifest manifest => (manifest, null),
                var other => (null, Unreadable(artifacts, other.Descriptor, OciJson.Malformed("the signature tag", "it holds an index"))),
            };
        }
        catch (ImageSignException e)
        {
            return (null, Unreadable(artifacts, artifacts.Subject.Descriptor, e));
        }
    }

    private SignatureCandidate Unreadable(SubjectArtifacts artifacts, Descriptor artifact, ImageSignException failure) => new(this, artifacts.Subject.Descriptor.Digest, artifact, $"the {TagSuffix} tag") { Failure = failure };

    private async IAsyncEnumerable<SignatureCandidate> LayersAsync(SubjectArtifacts artifacts, ImageManifest manifest, string where, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (manifest.Layers.Count > Limits.MaxSignatureLayers)
        {
            yield return Unreadable(artifacts, manifest.Descriptor, ErrorCodes.TooManySignatures.With(artifacts.Subject.Descriptor.Digest, $"{Limits.MaxSignatureLayers} signatures at one tag"));
            yield break;
        }

        var layers = manifest.Layers.Select((layer, index) => new SignatureCandidate(this, artifacts.Subject.Descriptor.Digest, manifest.Descriptor, $"layer {index + 1} {where}") { Layer = layer });
        await foreach (var candidate in ReadAhead.ReadAsync(layers.ToAsyncEnumerable(), (layer, cancel) => ReadAsync(artifacts, layer, cancel), cancellationToken).ConfigureAwait(false)) yield return candidate;
    }

    private static async Task<SignatureCandidate> ReadAsync(SubjectArtifacts artifacts, SignatureCandidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            var layer = candidate.Layer!;
            if (layer.MediaType != MediaTypes.SimpleSigning) throw OciJson.Malformed(candidate.Where, $"its media type is '{layer.MediaType}'");
            return candidate with { Envelope = await artifacts.ReadEnvelopeAsync(layer, cancellationToken).ConfigureAwait(false) };
        }
        catch (ImageSignException e)
        {
            return candidate with { Failure = e };
        }
    }
}
