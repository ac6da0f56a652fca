using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Trust.Timestamps;
using ImageSign.Verification;

namespace ImageSign.Trust;

/// <summary>The validations of a trust policy, one check each; what their failure means is the statement's business (<see cref="Apply"/>).</summary>
internal sealed class TrustChecks(NotaryTrust trust, SignedEvidence evidence, DateTimeOffset now)
{
    /// <summary>Makes a failure that the level only logs advisory, and names the check as required where it is enforced.</summary>
    public Check Apply(VerificationStep step, Check check, ICollection<string> required)
    {
        switch (trust.ActionFor(step))
        {
            case VerificationAction.Enforce:
                required.Add(check.Id);
                return check;
            case VerificationAction.Log:
                return check with { Advisory = true };
            default:
                return Check.Skip(check.Id, "the policy skips it");
        }
    }

    // "If any certificate in the chain is in the trust store, the signature is trusted": an intermediate certificate may be pinned.
    public Check Anchor()
    {
        var names = trust.Statement.StoresOf(evidence.StoreKind).ToArray();
        try
        {
            // A store that is missing or spoilt is an error even where another one holds the certificate: whoever wrote the policy meant it.
            foreach (var (name, anchors) in names.Select(name => (name, trust.Store.Load(name))).ToArray())
            {
                var found = evidence.Chain.Certificates.FirstOrDefault(certificate => anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)));
                if (found is not null) return Check.Pass(CheckIds.CertificateTrust, null, new Fact("trust-store", name.ToString()), new Fact("anchor", found.Subject));
            }
        }
        catch (ImageSignException e)
        {
            return Check.Fail(CheckIds.CertificateTrust, e);
        }

        var looked = names.Length > 0 ? string.Join(", ", names.Select(name => name.ToString())) : $"none of kind {new TrustStoreName(evidence.StoreKind, "x").KindName}";
        return Check.Fail(CheckIds.CertificateTrust, ErrorCodes.CertificateNotTrusted.With(looked));
    }

    public Check Identity()
    {
        var leaf = evidence.Chain.Leaf;
        Fact[] facts = [new("signer", leaf.Subject), new("certificate", $"sha256:{CertificateChain.Thumbprint(leaf)}")];
        if (trust.Statement.Identities.FirstOrDefault(identity => identity.Matches(leaf)) is { } match)
        {
            return Check.Pass(CheckIds.Identity, match.IsWildcard ? "the policy trusts every signer of its trust stores" : null, facts);
        }

        var reason = DistinguishedName.Of(leaf.SubjectName).Reason is { } unnameable ? $"'{leaf.Subject}' ({unnameable}, so that only * can match it)" : $"'{leaf.Subject}'";
        return Check.Fail(CheckIds.Identity, ErrorCodes.IdentityNotTrusted.With(reason)) with { Facts = facts };
    }

    public async ValueTask<Check> TimeAsync(CancellationToken cancellationToken)
    {
        if (evidence.AuthenticSigningTime is { } authentic) return ValidAt(authentic, "vouched for by the signing authority", new Fact("authentic-time", Rfc3339.Format(authentic)));
        var stores = trust.Statement.StoresOf(TrustStoreKind.Tsa).ToArray();
        var expired = ChainRules.NotValidAt(evidence.Chain, now) is not null;
        if (stores.Length == 0 || (trust.Statement.Timestamps == TimestampUse.AfterCertExpiry && !expired))
        {
            return ValidAt(now, "claimed by the signer, not proven; the certificates are valid now", [.. evidence.ClaimedTime is { } claimed ? [new Fact("claimed-time", Rfc3339.Format(claimed))] : Array.Empty<Fact>()]);
        }

        try
        {
            if (evidence.Timestamp is not { } token) throw ErrorCodes.TimestampRefused.With("the signature has none");
            var roots = stores.SelectMany(trust.Store.Load).ToArray();
            var proof = TimestampToken.Verify(token, evidence.Signature, roots);
            if (ChainRules.NotValidAt(evidence.Chain, proof.Earliest) is { } early) return OutOfValidity(early, proof.Earliest);
            if (ChainRules.NotValidAt(evidence.Chain, proof.Latest) is { } late) return OutOfValidity(late, proof.Latest);
            if (Revoked(await trust.Revocation.CheckAsync(proof.Chain, now, null, cancellationToken).ConfigureAwait(false)) is { } revoked) return Check.Fail(CheckIds.Time, revoked);
            return Check.Pass(CheckIds.Time, "proven by a timestamp", new Fact("timestamp", Rfc3339.Format(proof.Time)), new Fact("timestamp-authority", proof.Chain.Leaf.Subject));
        }
        catch (ImageSignException e)
        {
            return Check.Fail(CheckIds.Time, e);
        }
    }

    public async ValueTask<Check> RevocationAsync(CancellationToken cancellationToken)
    {
        var result = await trust.Revocation.CheckAsync(evidence.Chain, now, evidence.AuthenticSigningTime, cancellationToken).ConfigureAwait(false);
        Fact[] facts = [.. result.Findings.SelectMany((finding, i) => FactsOf(finding, i))];
        return Revoked(result) is { } failure
            ? Check.Fail(CheckIds.CertificateRevocation, failure) with { Facts = facts }
            : Check.Pass(CheckIds.CertificateRevocation, null, facts);
    }

    private static ImageSignException? Revoked(RevocationResult result) => result.Worst switch
    {
        null => null,
        { Status: RevocationStatus.Revoked } finding => ErrorCodes.CertificateRevoked.With($"'{finding.Certificate.Subject}' ({finding.Source})"),
        var finding => ErrorCodes.RevocationUnknown.With($"'{finding.Certificate.Subject}'", finding.Source),
    };

    private static IEnumerable<Fact> FactsOf(RevocationFinding finding, int index)
    {
        yield return new Fact(string.Create(CultureInfo.InvariantCulture, $"revocation-{index}"), finding.Source, Signed: false);
        if (finding.Warning is not null) yield return new Fact("warning", finding.Warning, Signed: false);
    }

    private Check ValidAt(DateTimeOffset time, string reason, params Fact[] facts) => ChainRules.NotValidAt(evidence.Chain, time) is { } invalid
        ? OutOfValidity(invalid, time) with { Facts = facts }
        : Check.Pass(CheckIds.Time, reason, facts);

    private static Check OutOfValidity(X509Certificate2 certificate, DateTimeOffset time) => Check.Fail(
        CheckIds.Time, ErrorCodes.CertificateNotValidThen.With($"'{certificate.Subject}' ({Rfc3339.Format(new DateTimeOffset(certificate.NotBefore))} to {Rfc3339.Format(new DateTimeOffset(certificate.NotAfter))})", Rfc3339.Format(time)));
}
