using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>A signature judged by a Sigstore trusted root, the same for every format that can bring such evidence.</summary>
/// <param name="verification">The answer of the trusted root.</param>
/// <param name="identity">Who signed, for a key.</param>
internal sealed class KeylessChecks(SigstoreVerification? verification, IReadOnlyList<Check> identity)
{
    private static readonly string[] WithoutVerification = [CheckIds.SignatureIntegrity, CheckIds.Identity];

    /// <summary>Judges a signature by the keys that are trusted, or else by the identities.</summary>
    /// <param name="content">What was signed.</param>
    /// <param name="material">What it brings along.</param>
    /// <param name="context">Holds the trust; its Sigstore part is there.</param>
    public static KeylessChecks Evaluate(SignedContent content, SignatureMaterial material, VerificationContext context)
    {
        var trust = context.Sigstore!;
        if (context.Keys.Count > 0)
        {
            if (material.Certificate is not null) return Refuse("it was made with a certificate, which a key does not stand for");
            var answers = context.Keys.Select(
                key => (Key: key, Answer: SigstoreVerification.OfKey(content, material, trust, key, context.Now))).ToList();
            var best = answers.Find(answer => answer.Answer.Passed);
            return best.Key is null
                ? new KeylessChecks(answers[0].Answer, [])
                : new KeylessChecks(best.Answer, [ClaimChecks.KeyIdentity(best.Key)]);
        }

        return material.Certificate is null
            ? Refuse("it was made with a key, which no identity stands for")
            : new KeylessChecks(SigstoreVerification.OfCertificate(content, material, trust, context.Now), []);
    }

    /// <summary>The group of all checks. What the signature says counts as signed only when its signer is trusted.</summary>
    /// <param name="form">The checks of the envelope.</param>
    /// <param name="claims">The checks of what was signed.</param>
    /// <param name="required">The ids that those need.</param>
    public Check Group(IReadOnlyList<Check> form, IReadOnlyList<Check> claims, IReadOnlyCollection<string> required)
    {
        IReadOnlyList<Check> trust = [.. verification?.Checks ?? [], .. identity];
        var proven = trust.Any(check => check.Id == CheckIds.Time);
        var group = Check.AllOf(
            CheckIds.Signature,
            [.. required, .. verification?.Required ?? [], .. WithoutVerification],
            [.. form, .. trust, .. claims.Where(check => check.Id != CheckIds.Time || !proven)]);
        return verification is { Passed: true } ? group : group.WithoutSignedFacts();
    }

    private static KeylessChecks Refuse(string reason) =>
        new(verification: null, [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch, reason)]);
}
