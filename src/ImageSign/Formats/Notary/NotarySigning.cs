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
        var key = (ICertifiedKey)context.Key;
        var spec = KeySpec.Of(key.PublicKey)!;
        var claims = context.Claims;
        var payload = NotaryPayload.Write(context.Subject, ClaimPairs.Write(claims with { Expires = null }, withReferences: true));
        var draft = codec.Draft(SignedAttributes.ToSign(spec, claims.Time ?? time.GetUtcNow(), claims.Expires), payload);
        var signature = await key.SignAsync(spec.Algorithm, draft.ToBeSigned, cancellationToken).ConfigureAwait(false);
        var token = context.Timestamper is { } timestamper ? await timestamper.StampAsync(signature, spec, cancellationToken).ConfigureAwait(false) : (ReadOnlyMemory<byte>?)null;
        var envelope = codec.Assemble(draft, signature, key.Chain, key.Agent is null ? Agent : $"{Agent} {key.Agent}", token);
        SelfVerification.Require(await NotaryVerification.EvaluateAsync(codec, envelope, SelfVerification.Context(context, time), cancellationToken).ConfigureAwait(false));
        return await PlaceAsync(context, envelope, key.Chain, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SignedArtifact> PlaceAsync(SigningContext context, ReadOnlyMemory<byte> envelope, CertificateChain chain, CancellationToken cancellationToken)
    {
        var layer = Descriptor.Of(codec.MediaType, envelope.Span);
        var manifest = NotaryManifest.Create(layer, context.Subject, chain, context.Claims.Time ?? time.GetUtcNow(), Descriptor.EmptyAnnotations);
        await context.Store.WriteBlobAsync(NotaryManifest.Config, ManifestWriter.EmptyJson, cancellationToken).ConfigureAwait(false);
        await context.Store.WriteBlobAsync(layer, envelope, cancellationToken).ConfigureAwait(false);
        var placed = await context.Store.AttachReferrerAsync(manifest, cancellationToken).ConfigureAwait(false);
        return new SignedArtifact(format, placed.Placement, manifest.Descriptor.Digest, context.Key.PublicKey.Fingerprint) { Warning = placed.Warning };
    }
}
