using System.Globalization;
using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Verification;

namespace ImageSign.Formats.Notary;

/// <summary>The one way in which a Notary Project signature is judged, whatever its envelope (trust-store-trust-policy, "Signature Verification"): integrity first, and only what is intact is asked for trust.</summary>
internal static class NotaryVerification
{
    /// <summary>Judges one envelope against a trust policy; without one, against the signer's own key (that is how a signer verifies what it made).</summary>
    public static async ValueTask<Check> EvaluateAsync(INotaryEnvelopeCodec codec, ReadOnlyMemory<byte> bytes, VerificationContext context, CancellationToken cancellationToken)
    {
        List<string> required = [CheckIds.EnvelopeWellFormed, CheckIds.CertificateChain, CheckIds.SignatureIntegrity];
        List<Check> checks = [];
        NotaryEnvelope envelope;
        SignedClaims claims;
        Descriptor signed;
        try
        {
            envelope = codec.Read(bytes);
            signed = NotaryPayload.Read(envelope.Payload);
            claims = ClaimPairs.Read(signed.Digest, signed.Annotations) with { Expires = envelope.Attributes.Expiry };
            checks.Add(Check.Pass(CheckIds.EnvelopeWellFormed));
        }
        catch (ImageSignException e)
        {
            return Check.AllOf(CheckIds.Signature, required, [Check.Fail(CheckIds.EnvelopeWellFormed, e)]);
        }

        checks.AddRange(Integrity(envelope));
        if (!checks.TrueForAll(check => check.Passed)) return Check.AllOf(CheckIds.Signature, required, checks);

        checks.AddRange(Claims(signed, claims, context, required));
        var evidence = new SignedEvidence(envelope.Chain, envelope.Signature)
        {
            AuthenticSigningTime = envelope.Attributes.AuthenticSigningTime,
            ClaimedTime = envelope.Attributes.SigningTime,
            Timestamp = envelope.Timestamp,
        };
        checks.AddRange(context.Notary is { } trust
            ? await TrustAsync(envelope, evidence, context, trust, required, cancellationToken).ConfigureAwait(false)
            : Key(envelope, context, required));
        return Check.AllOf(CheckIds.Signature, required, checks);
    }

    /// <summary>The chain keeps the rules, and its first certificate made the signature with the algorithm that belongs to its key.</summary>
    public static IEnumerable<Check> Integrity(NotaryEnvelope envelope)
    {
        if (ChainRules.Check(envelope.Chain, ChainPurpose.Signing) is { } violation)
        {
            yield return Check.Fail(CheckIds.CertificateChain, ErrorCodes.ChainRefused.With(violation));
            yield break;
        }

        yield return Check.Pass(CheckIds.CertificateChain, null, new Fact("certificates", envelope.Chain.Certificates.Count.ToString(CultureInfo.InvariantCulture)));
        var leaf = envelope.Chain.Leaf;
        var key = PublicKeyReader.FromSubjectPublicKeyInfo(leaf.PublicKey.ExportSubjectPublicKeyInfo(), leaf.Subject);
        var spec = KeySpec.Of(key);
        if (spec != envelope.Attributes.Spec)
        {
            yield return Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.Malformed.With("The protected header", $"the algorithm {envelope.Attributes.Spec?.JoseName} is not that of a key {key.Name}, {spec?.JoseName}"));
        }
        else
        {
            yield return key.Verify(spec!.Algorithm, envelope.ToBeSigned.Span, envelope.Signature.Span)
                ? Check.Pass(CheckIds.SignatureIntegrity, null, new Fact("algorithm", spec.SigningAlgorithm), new Fact("key", key.Fingerprint))
                : Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch.With($"the key of its certificate '{leaf.Subject}'"));
        }
    }

    private static IEnumerable<Check> Claims(Descriptor signed, SignedClaims claims, VerificationContext context, List<string> required)
    {
        required.Add(CheckIds.ClaimsSubject);
        // "Verify that the targetArtifact descriptor matches": type, digest and size, all three.
        var subject = context.Subject;
        yield return signed.Digest == subject.Digest && signed.MediaType == subject.MediaType && signed.Size == subject.Size
            ? Check.Pass(CheckIds.ClaimsSubject, null, new Fact("subject", signed.Digest.ToString()))
            : Check.Fail(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject.With($"{signed.Digest} ({signed.MediaType}, {signed.Size} bytes)", $"{subject.Digest} ({subject.MediaType}, {subject.Size} bytes)"));
        if (context.Annotations.Count > 0) required.Add(CheckIds.ClaimsAnnotations);
        yield return ClaimChecks.Annotations(claims, context);
        if (context.Binding != ReferenceBinding.None) required.Add(CheckIds.ClaimsReference);
        yield return ClaimChecks.Reference(claims, context);
        foreach (var check in ClaimChecks.Description(claims, context, required)) yield return check;
        yield return ClaimChecks.DigestCoverage();
    }

    private static async ValueTask<IReadOnlyList<Check>> TrustAsync(
        NotaryEnvelope envelope, SignedEvidence evidence, VerificationContext context, NotaryTrust trust, List<string> required, CancellationToken cancellationToken)
    {
        var checks = new TrustChecks(trust, evidence, context.Now);
        var anchor = checks.Apply(VerificationStep.Authenticity, checks.Anchor(), required);
        var plugin = await PluginAsync(envelope, trust, anchor, cancellationToken).ConfigureAwait(false);
        var judgedIdentity = plugin?.Identity is { } who ? Judged(CheckIds.Identity, envelope, who) : checks.Identity();
        var identity = checks.Apply(VerificationStep.Authenticity, judgedIdentity, required);
        var expiry = checks.Apply(VerificationStep.Expiry, Expiry(envelope.Attributes.Expiry, context.Now), required);
        var time = checks.Apply(VerificationStep.AuthenticTimestamp, await checks.TimeAsync(cancellationToken).ConfigureAwait(false), required);
        var revocation = plugin?.Revocation is { } revoked
            ? checks.Apply(VerificationStep.Revocation, Judged(CheckIds.CertificateRevocation, envelope, revoked), required)
            : await RevocationAsync(checks, anchor, trust, required, cancellationToken).ConfigureAwait(false);
        if (plugin is null) return [anchor, identity, expiry, time, revocation];
        required.Add(CheckIds.VerificationPlugin);
        return [anchor, identity, expiry, time, revocation, plugin.Check];
    }

    // The signature names the plug-in: it is started only for a signer whom the trust store knows.
    private static async ValueTask<PluginVerification?> PluginAsync(NotaryEnvelope envelope, NotaryTrust trust, Check anchor, CancellationToken cancellationToken)
    {
        if (envelope.Attributes.VerificationPlugin is null) return null;
        return anchor.Passed
            ? await PluginVerification.EvaluateAsync(envelope, trust, cancellationToken).ConfigureAwait(false)
            : new PluginVerification(Check.Skip(CheckIds.VerificationPlugin, "not asked, because the certificates are not trusted"), null, null);
    }

    private static Check Judged(string id, NotaryEnvelope envelope, PluginJudgement judgement) => judgement.Success
        ? Check.Pass(id, "judged by the verification plug-in", new Fact("signer", envelope.Chain.Leaf.Subject), new Fact("certificate", $"sha256:{CertificateChain.Thumbprint(envelope.Chain.Leaf)}"))
        : Check.Fail(id, ErrorCodes.PluginRefused.With(envelope.Attributes.VerificationPlugin, judgement.Reason));

    private static IEnumerable<Check> Key(NotaryEnvelope envelope, VerificationContext context, List<string> required)
    {
        required.Add(CheckIds.Identity);
        var info = envelope.Chain.Leaf.PublicKey.ExportSubjectPublicKeyInfo();
        yield return context.Keys.FirstOrDefault(key => key.SubjectPublicKeyInfo.Span.SequenceEqual(info)) is { } key
            ? ClaimChecks.KeyIdentity(key)
            : Check.Fail(CheckIds.Identity, ErrorCodes.SignatureMismatch.With("a trusted key"));
        yield return Expiry(envelope.Attributes.Expiry, context.Now);
    }

    // A signer whom nobody trusts chooses the URLs: they are asked only where the policy enforces the answer all the same.
    private static async ValueTask<Check> RevocationAsync(TrustChecks checks, Check anchor, NotaryTrust trust, List<string> required, CancellationToken cancellationToken)
    {
        var action = trust.ActionFor(VerificationStep.Revocation);
        if (action == VerificationAction.Skip) return Check.Skip(CheckIds.CertificateRevocation, "the policy skips it");
        if (action == VerificationAction.Log && !anchor.Passed) return Check.Skip(CheckIds.CertificateRevocation, "not asked, because the certificates are not trusted");
        return checks.Apply(VerificationStep.Revocation, await checks.RevocationAsync(cancellationToken).ConfigureAwait(false), required);
    }

    private static Check Expiry(DateTimeOffset? expiry, DateTimeOffset now)
    {
        if (expiry is not { } expires) return Check.Pass(CheckIds.ClaimsExpiry, "the signature does not expire");
        var fact = new Fact("expires", Rfc3339.Format(expires));
        return now < expires ? Check.Pass(CheckIds.ClaimsExpiry, null, fact) : Check.Fail(CheckIds.ClaimsExpiry, ErrorCodes.Expired.With(fact.Value)) with { Facts = [fact] };
    }
}
