using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust;

namespace ImageSign.Formats.Notary;

/// <summary>Makes a Notary Project signature: payload, signed attributes, signature, timestamp, envelope, manifest.</summary>
internal sealed class NotarySigning(INotaryEnvelopeCodec codec, string format, TimeProvider time)
{
    private static readonly string Agent = $"ImageSign/{typeof(NotarySigning).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>The key comes with certificates that keep the rules and are valid now; otherwise the code that says which rule, of which certificate.</summary>
    public static void Require(ISigningKey key, string format, DateTimeOffset now)
    {
        // A service that makes whole envelopes shows its certificates only in them: they are checked before anything is published.
        if (key is IEnvelopeKey) return;
        var chain = (key as ICertifiedKey ?? throw ErrorCodes.CertificateChainNeeded.With(key.PublicKey.Name, format)).Chain;
        if (ChainRules.Check(chain, ChainPurpose.Signing) is { } violation) throw ErrorCodes.SigningCertificateRefused.With($"'{violation.Certificate.Subject}'", violation.Rule);
        if (ChainRules.NotValidAt(chain, now) is { } invalid)
        {
            throw ErrorCodes.SigningCertificateRefused.With($"'{invalid.Subject}'", $"it is valid from {Rfc3339.Format(new DateTimeOffset(invalid.NotBefore))} to {Rfc3339.Format(new DateTimeOffset(invalid.NotAfter))} only");
        }
    }

    /// <summary>Signs the subject, verifies what was made, and puts it in its place.</summary>
    public async Task<SignedArtifact> SignAsync(SigningContext context, CancellationToken cancellationToken)
    {
        Require(context.Key, format, time.GetUtcNow());
        var payload = NotaryPayload.Write(context.Subject, ClaimPairs.Write(context.Claims with { Expires = null }, withReferences: true));
        var made = context.Key is IEnvelopeKey service
            ? await ServeAsync(service, context, payload, cancellationToken).ConfigureAwait(false)
            : new MadeEnvelope(await MakeAsync((ICertifiedKey)context.Key, context, payload, cancellationToken).ConfigureAwait(false), Descriptor.EmptyAnnotations);
        SelfVerification.Require(await NotaryVerification.EvaluateAsync(codec, made.Envelope, SelfVerification.Context(context, time), cancellationToken).ConfigureAwait(false));
        return await PlaceAsync(context, made, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ReadOnlyMemory<byte>> MakeAsync(ICertifiedKey key, SigningContext context, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var spec = KeySpec.Of(key.PublicKey)!;
        var draft = codec.Draft(SignedAttributes.ToSign(spec, context.Claims.Time ?? time.GetUtcNow(), context.Claims.Expires), payload);
        var signature = await key.SignAsync(spec.Algorithm, draft.ToBeSigned, cancellationToken).ConfigureAwait(false);
        var token = context.Timestamper is { } timestamper ? await timestamper.StampAsync(signature, spec, cancellationToken).ConfigureAwait(false) : (ReadOnlyMemory<byte>?)null;
        return codec.Assemble(draft, signature, key.Chain, key.Agent is null ? Agent : $"{Agent} {key.Agent}", token);
    }

    // plugin-extensibility, "generate-envelope": "Notation MUST … validate that the payload … was not changed", except for annotations that were added.
    private async ValueTask<MadeEnvelope> ServeAsync(IEnvelopeKey service, SigningContext context, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (context.Timestamper is not null) throw ErrorCodes.NotSupportedHere.With("--timestamp-url", "a plug-in that makes whole envelopes");
        var made = await service.MakeEnvelopeAsync(codec.MediaType, payload, context.Claims.Expires - context.Claims.Time, cancellationToken).ConfigureAwait(false);
        try
        {
            var envelope = codec.Read(made.Envelope);
            NotaryPayload.RequireSame(envelope.Payload, payload);
            var leaf = envelope.Chain.Leaf;
            service.Identify(PublicKeyReader.FromSubjectPublicKeyInfo(leaf.PublicKey.ExportSubjectPublicKeyInfo(), leaf.Subject));
            return made;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw ErrorCodes.SelfVerificationFailed.Because(e, e.Message.TrimEnd('.'));
        }
    }

    private async Task<SignedArtifact> PlaceAsync(SigningContext context, MadeEnvelope made, CancellationToken cancellationToken)
    {
        var layer = Descriptor.Of(codec.MediaType, made.Envelope.Span);
        var chain = codec.Read(made.Envelope).Chain;
        var manifest = NotaryManifest.Create(layer, context.Subject, chain, context.Claims.Time ?? time.GetUtcNow(), made.Annotations);
        await context.Store.WriteBlobAsync(NotaryManifest.Config, ManifestWriter.EmptyJson, cancellationToken).ConfigureAwait(false);
        await context.Store.WriteBlobAsync(layer, made.Envelope, cancellationToken).ConfigureAwait(false);
        var placed = await context.Store.AttachReferrerAsync(manifest, cancellationToken).ConfigureAwait(false);
        return new SignedArtifact(format, placed.Placement, manifest.Descriptor.Digest, context.Key.PublicKey.Fingerprint) { Warning = placed.Warning };
    }
}
