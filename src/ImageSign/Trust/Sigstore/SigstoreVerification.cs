using ImageSign.Crypto;
using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Judges a signature by what it brings along and by a trusted root (client specification, "Verification"): timestamps, log entries, times,
/// certificate, signature, identity. Bytes in, checks out: nothing is asked of anybody.
/// </summary>
internal sealed class SigstoreVerification
{
    private readonly List<Check> _checks = [];
    private readonly List<string> _required = [CheckIds.TrustRoot, CheckIds.SignatureIntegrity];

    private SigstoreVerification(ResolvedTrust trust) => _checks.Add(trust.Describe());

    /// <summary>The checks, in the order in which they were made.</summary>
    public IReadOnlyList<Check> Checks => _checks;

    /// <summary>The ids that a good signature cannot do without.</summary>
    public IReadOnlyList<string> Required => _required;

    /// <summary>True when everything holds.</summary>
    public bool Passed => Check.AllOf(CheckIds.Signature, _required, _checks).Passed;

    /// <summary>Judges a signature that was made with a certificate.</summary>
    public static SigstoreVerification OfCertificate(
        SignedContent content, SignatureMaterial material, ResolvedTrust trust, DateTimeOffset now) =>
        Best(trust, root => OfCertificate(content, material, trust, root, now));

    /// <summary>
    /// Judges a signature that was made with a key of the user's own. Log entries and timestamps need not be there, but those that are must
    /// be good.
    /// </summary>
    public static SigstoreVerification OfKey(
        SignedContent content, SignatureMaterial material, ResolvedTrust trust, PublicKey key, DateTimeOffset now) =>
        Best(trust, root => OfKey(content, material, trust, root, key, now));

    /// <summary>A file may hold several roots, of which one is the signer's: the answer under that one, or else the most telling.</summary>
    private static SigstoreVerification Best(ResolvedTrust trust, Func<TrustedRoot, SigstoreVerification> judge)
    {
        var answers = trust.Roots.Select(judge).ToList();
        return answers.Find(answer => answer.Passed) ?? answers.MaxBy(answer => answer._checks.Count(check => check.Passed))!;
    }

    private static SigstoreVerification OfCertificate(
        SignedContent content, SignatureMaterial material, ResolvedTrust trust, TrustedRoot root, DateTimeOffset now)
    {
        var answer = new SigstoreVerification(trust);
        answer._required.AddRange(
            [CheckIds.Time, CheckIds.CertificateChain, CheckIds.CertificateTrust, CheckIds.CertificateTime, CheckIds.Identity]);
        if (trust.LogSkipped is null) answer._required.Add(CheckIds.Log);
        if (trust.CertificateLogSkipped is null) answer._required.Add(CheckIds.CertificateTransparency);
        var certificate = SigningCertificate.Read(
            material.Certificate ?? throw ErrorCodes.Malformed.With("The signature", "it was made with no certificate"));
        if (certificate.Violation is { } violation || certificate.Key is not { } key)
        {
            answer._checks.Add(Check.Fail(CheckIds.CertificateChain, ErrorCodes.SigningCertificateUnfit.With(certificate.Violation)));
            return answer;
        }

        var times = answer.Witnesses(content, material, trust, root, new Verifier(key, material.Certificate), isRequired: true, now);
        var (checks, issuer) = new CertificateChecks(root, certificate, times).Evaluate();
        answer._checks.AddRange(checks);
        if (trust.CertificateLogSkipped is { } reason) answer._checks.Add(Check.Skip(CheckIds.CertificateTransparency, reason));
        else if (issuer is not null) answer._checks.Add(new CertificateChecks(root, certificate, times).Transparency(issuer));
        answer._checks.Add(Integrity(content, material, key, $"the key of its certificate '{certificate.Identity}'"));
        answer._checks.Add(IdentityCheck.Evaluate(certificate, trust.Trust.Identities));
        return answer;
    }

    private static SigstoreVerification OfKey(
        SignedContent content, SignatureMaterial material, ResolvedTrust trust, TrustedRoot root, PublicKey key, DateTimeOffset now)
    {
        var answer = new SigstoreVerification(trust);
        answer.Witnesses(
            content, material, trust, root, new Verifier(key, Certificate: null), isRequired: trust.Trust.RequireTimestamps, now);
        answer._checks.Add(Integrity(content, material, key, $"the {key.Name} key {key.Fingerprint}"));
        return answer;
    }

    /// <summary>Judges timestamps and log entries, and says which times they prove.</summary>
    private List<ProvenTime> Witnesses(
        SignedContent content,
        SignatureMaterial material,
        ResolvedTrust trust,
        TrustedRoot root,
        Verifier verifier,
        bool isRequired,
        DateTimeOffset now)
    {
        var timestamps = TimestampChecks.Evaluate(material, content.Signature, root);
        // A bad timestamp is the reason, whatever its absence makes of the time.
        _checks.AddRange(timestamps.Checks.OrderBy(check => check.Outcome == CheckOutcome.Fail ? 0 : 1));
        if (timestamps.Checks.Any(check => check.Outcome == CheckOutcome.Fail)) _required.Add(CheckIds.Timestamp);
        var logs = new LogChecks(root, content, verifier);
        List<ProvenTime> times = [.. timestamps.Times, .. trust.CountsPromises ? logs.PromisedTimes(material) : []];
        _checks.Add(trust.LogSkipped is { } reason
            ? Check.Skip(CheckIds.Log, reason)
            : logs.Evaluate(material, times, verifier.Certificate is null ? 0 : trust.LogThreshold));
        if (isRequired && verifier.Certificate is null) _required.Add(CheckIds.Time);
        if (times.Count > 0 || isRequired) _checks.Add(Time(times, trust, now));
        return times;
    }

    private static Check Time(List<ProvenTime> times, ResolvedTrust trust, DateTimeOffset now)
    {
        if (times.Count == 0)
        {
            return Check.Fail(CheckIds.Time, ErrorCodes.NoProvenTime.With(trust.CountsPromises
                ? "it brings neither a timestamp of an authority nor a promise of a log that the trusted root names"
                : "it brings no timestamp of an authority that the trusted root names"));
        }

        var isAhead = times.Exists(time => time.Time > now + Tolerance);
        return Check.Pass(
            CheckIds.Time,
            isAhead ? "proven, but later than now: this machine's clock is behind, or theirs is ahead" : "proven",
            [.. times.SelectMany(time => (Fact[])[new Fact("proven-time", Rfc3339.Format(time.Time)), new Fact("proven-by", time.By)])]);
    }

    private static Check Integrity(SignedContent content, SignatureMaterial material, PublicKey key, string name)
    {
        var algorithms = Algorithms(content, material, key);
        if (algorithms.Any(algorithm => content.IsSignedBy(key, algorithm)))
        {
            return Check.Pass(CheckIds.SignatureIntegrity, null, new Fact("key", key.Fingerprint));
        }

        return algorithms.All(algorithm => content.NeedsMessage(key, algorithm))
            ? Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.HashNotEnough.With(key.Name))
            : Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch.With(name));
    }

    /// <summary>
    /// The algorithms that count. Rekor v2 has the hash of the curve in its entries, so there no other is possible; Ed25519 is pure in
    /// envelopes, and over a hash where a log has to verify it, since logs see hashes only.
    /// </summary>
    private static IReadOnlyList<SignatureAlgorithm> Algorithms(SignedContent content, SignatureMaterial material, PublicKey key)
    {
        var isV2 = material.Entries.Any(entry => entry.IsV2);
        if (key is not Ed25519PublicKey) return isV2 ? [key.SigstoreAlgorithms[0]] : key.SigstoreAlgorithms;
        if (isV2) return [SignatureAlgorithm.Ed25519Prehashed];
        return content is SignedEnvelope || material.Entries.Count == 0
            ? [SignatureAlgorithm.Ed25519]
            : [SignatureAlgorithm.Ed25519Prehashed, SignatureAlgorithm.Ed25519];
    }

    /// <summary>How far the clocks of authorities and of this machine may be apart without a word.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);
}
