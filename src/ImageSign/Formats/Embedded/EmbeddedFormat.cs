using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign.Formats.Embedded;

/// <summary>Signatures inside the image's own configuration, as a label: they go wherever the image goes, and need no registry.</summary>
internal sealed class EmbeddedFormat(TimeProvider time)
{
    /// <summary>The name after <c>--format</c>.</summary>
    public const string FormatName = "embedded";

    /// <summary>Judges every signature in the image. The layers are read once, and only when a signature would otherwise satisfy.</summary>
    public static async Task<IReadOnlyList<Check>> VerifyAsync(IImageContent image, VerificationContext context, CancellationToken cancellationToken)
    {
        if (!SignatureLabel.MayBeIn(image.Config.Span)) return [];
        CanonicalConfig config;
        IReadOnlyList<DsseEnvelope> envelopes;
        try
        {
            config = CanonicalConfig.Read(image.Config);
            envelopes = SignatureLabel.Read(config.Labels);
        }
        catch (ImageSignException e)
        {
            return [Check.AllOf(CheckIds.Signature, [CheckIds.Artifact], [Check.Fail(CheckIds.Artifact, e)])];
        }

        if (envelopes.Count == 0 && SignatureLabel.IsClnstrt(config.Labels)) return [ClnstrtCheck()];
        var of = context with { Subject = config.Descriptor };
        var judged = envelopes.Select(envelope => Judge(envelope, of)).ToList();
        var layers = judged.Exists(signature => signature.NeedsLayers)
            ? await LayerCheck.RunAsync(image, config.Layers, cancellationToken).ConfigureAwait(false)
            : Check.Skip(CheckIds.Layers, "no signature got that far");
        return [.. judged.Select(signature => signature.With(layers).WithFactsOfTrustedSigners())];
    }

    /// <summary>The configuration with a new signature in it, and what the signer should know.</summary>
    /// <param name="config">The image's configuration as it is.</param>
    /// <param name="claims">What the signature says; the subject is filled in.</param>
    /// <param name="key">The key that signs; an earlier signature of its own is replaced.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ReadOnlyMemory<byte>> SignAsync(ReadOnlyMemory<byte> config, SignedClaims claims, ISigningKey key, CancellationToken cancellationToken)
    {
        var canonical = CanonicalConfig.Read(config);
        var payload = ConfigStatement.Write(claims with { Subject = canonical.Descriptor.Digest });
        var envelope = new DsseEnvelope(ConfigStatement.PayloadType, payload, key.PublicKey.Fingerprint, default);
        var signature = await key.SignAsync(key.PublicKey.SigstoreAlgorithms[0], envelope.Signed, cancellationToken).ConfigureAwait(false);
        envelope = envelope with { Signature = key.PublicKey.ToDer(signature) };
        var context = new VerificationContext(canonical.Descriptor, time.GetUtcNow()) { Keys = [key.PublicKey], Annotations = claims.Annotations };
        SelfVerification.Require(Judge(envelope, context).With(Check.Pass(CheckIds.Layers)));
        // Signatures of this very configuration by others stay; stale ones, such as those that the base image brought along, go.
        var kept = SignatureLabel.Read(canonical.Labels).Where(other => IsOf(other, canonical.Descriptor.Digest) && !key.PublicKey.VerifySigstore(other.Signed, other.Signature.Span));
        return SignatureLabel.Write(config, [.. kept, envelope]);
    }

    private static bool IsOf(DsseEnvelope envelope, Digest subject)
    {
        try
        {
            return envelope.PayloadType == ConfigStatement.PayloadType && ConfigStatement.Parse(envelope.Payload).Subject == subject;
        }
        catch (ImageSignException)
        {
            // What cannot be read is nobody's signature.
            return false;
        }
    }

    private static Judgement Judge(DsseEnvelope envelope, VerificationContext context)
    {
        List<string> required = [CheckIds.EnvelopeWellFormed, CheckIds.EnvelopeType, CheckIds.SignatureIntegrity, CheckIds.Identity, CheckIds.ClaimsSubject];
        var checks = new List<Check>();
        checks.Add(envelope.PayloadType == ConfigStatement.PayloadType
            ? Check.Pass(CheckIds.EnvelopeType)
            : Check.Fail(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature.With($"its payload type is '{envelope.PayloadType}'")));
        checks.AddRange(KeyIntegrity.Evaluate(envelope.Signed, envelope.Signature, context));
        try
        {
            var claims = ConfigStatement.Parse(envelope.Payload);
            checks.Insert(0, Check.Pass(CheckIds.EnvelopeWellFormed));
            checks.AddRange(ClaimChecks.Evaluate(claims, context, required).Where(check => check.Id != CheckIds.Coverage));
            checks.Add(Check.Pass(CheckIds.Coverage, "the configuration and, by their hashes, the layers; not the manifest and its compression", new Fact("coverage", "config+layers")));
        }
        catch (ImageSignException e)
        {
            checks.Insert(0, Check.Fail(CheckIds.EnvelopeWellFormed, e));
        }

        return new Judgement(envelope, required, checks);
    }

    private static Check ClnstrtCheck() => Check.AllOf(
        CheckIds.Signature,
        [CheckIds.EnvelopeType],
        [Check.Fail(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature.With("clnstrt signed this image without its layers ('diff_ids' is null), so they could have been exchanged"))]);

    /// <summary>One signature, judged but for the layers.</summary>
    private sealed record Judgement(DsseEnvelope Envelope, IReadOnlyCollection<string> Required, IReadOnlyList<Check> Checks)
    {
        /// <summary>True when the layers are all that is missing.</summary>
        public bool NeedsLayers { get; } = Check.AllOf(CheckIds.Signature, Required, Checks).Passed;

        public Check With(Check layers) => (NeedsLayers
            ? Check.AllOf(CheckIds.Signature, [.. Required, CheckIds.Layers], [.. Checks, layers])
            : Check.AllOf(CheckIds.Signature, Required, [.. Checks, Check.Skip(CheckIds.Layers, "the signature did not get that far")])) with
        {
            Facts = [new Fact("format", FormatName, Signed: false), new Fact("where", $"label {SignatureLabel.Name}", Signed: false), .. Envelope.KeyId is { } hint ? [new Fact("key-hint", hint, Signed: false)] : Array.Empty<Fact>()],
        };
    }
}
