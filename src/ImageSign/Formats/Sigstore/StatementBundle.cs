using System.Security.Cryptography;
using ImageSign.Crypto;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Formats.Sigstore;

/// <summary>A Sigstore bundle with a signed statement about one digest: what cosign 3 makes of an image.</summary>
internal static class StatementBundle
{
    /// <summary>Signs <paramref name="claims"/>; the bundle is not verified yet.</summary>
    public static async Task<ReadOnlyMemory<byte>> SignAsync(SignedClaims claims, ISigningKey signer, CancellationToken cancellationToken)
    {
        var key = signer.PublicKey;
        var payload = ImageStatement.Write(claims.Subject, ClaimPairs.Write(claims, withReferences: true));
        var encoding = Dsse.PreAuthEncoding(ImageStatement.PayloadType, payload.Span);
        var signature = key.ToDer(await signer.SignAsync(key.SigstoreAlgorithms[0], encoding, cancellationToken).ConfigureAwait(false));
        return SigstoreBundle.Write(Convert.ToBase64String(SHA256.HashData(key.SubjectPublicKeyInfo.Span)), ImageStatement.PayloadType, payload, signature);
    }

    /// <summary>The check of a bundle.</summary>
    public static Check Verify(ReadOnlyMemory<byte> bundleBytes, VerificationContext context)
    {
        SigstoreBundle bundle;
        KeylessChecks? keyless;
        try
        {
            bundle = SigstoreBundle.Parse(bundleBytes, withEvidence: context.Sigstore is not null);
            keyless = context.Sigstore is null
                ? null
                : KeylessChecks.Evaluate(new SignedEnvelope(bundle.PayloadType, bundle.Payload, bundle.Signature), bundle.Evidence!, context);
        }
        catch (ImageSignException e)
        {
            var id = e.Code == ErrorCodes.NotImageSignature ? CheckIds.EnvelopeType : CheckIds.EnvelopeWellFormed;
            return Check.AllOf(CheckIds.Signature, [id], [Check.Fail(id, e)]);
        }

        List<string> required = [CheckIds.EnvelopeWellFormed, CheckIds.EnvelopeType, CheckIds.SignatureIntegrity, CheckIds.Identity, CheckIds.ClaimsSubject];
        List<Check> form = [];
        List<Check> checks = [];
        try
        {
            if (bundle.PayloadType != ImageStatement.PayloadType) throw ErrorCodes.NotImageSignature.With($"its payload is '{bundle.PayloadType}'");
            var statement = ImageStatement.Parse(bundle.Payload);
            form.Add(Check.Pass(CheckIds.EnvelopeWellFormed));
            checks.Add(statement.PredicateType == ImageStatement.SignPredicateType
                ? Check.Pass(CheckIds.EnvelopeType)
                : Check.Fail(CheckIds.EnvelopeType, ErrorCodes.NotImageSignature.With($"it is a statement of type '{statement.PredicateType}'")));
            checks.AddRange(ClaimChecks.Evaluate(statement.ClaimsFor(context.Subject.Digest), context, required));
        }
        catch (ImageSignException e)
        {
            form.Add(Check.Fail(e.Code == ErrorCodes.NotImageSignature ? CheckIds.EnvelopeType : CheckIds.EnvelopeWellFormed, e));
        }

        return keyless?.Group(form, checks, required) ?? Check.AllOf(CheckIds.Signature, required, [.. form, .. Integrity(bundle, context), .. checks]);
    }

    /// <summary>What a bundle says; none of it is verified.</summary>
    /// <param name="bundleBytes">The bundle.</param>
    /// <param name="subject">Which of the statement's subjects is meant; null for its first.</param>
    public static IReadOnlyList<Fact> Describe(ReadOnlyMemory<byte> bundleBytes, Digest? subject)
    {
        var bundle = SigstoreBundle.Parse(bundleBytes);
        var statement = ImageStatement.Parse(bundle.Payload);
        var claims = statement.ClaimsFor(subject ?? statement.Subjects.Select(named => named.Digest).FirstOrDefault(digest => digest is not null) ?? Digest.Of([]));
        return
        [
            new Fact("type", statement.PredicateType, Signed: false),
            .. ClaimFacts.Unverified(claims, BundleMembers.KeyOf(bundle.Hint), Convert.ToBase64String(bundle.Signature.Span)),
        ];
    }

    private static IEnumerable<Check> Integrity(SigstoreBundle bundle, VerificationContext context) => bundle.Material == "publicKey"
        ? KeyIntegrity.Evaluate(Dsse.PreAuthEncoding(bundle.PayloadType, bundle.Payload.Span), bundle.Signature, context)
        : [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch, "it was made with a certificate, which a key does not stand for")];
}
