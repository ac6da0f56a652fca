using ImageSign.Verification;

namespace ImageSign.Trust.Sigstore;

/// <summary>The check of who signed.</summary>
internal static class IdentityCheck
{
    /// <summary>Passes when one of <paramref name="identities"/> holds of the certificate in full: parts of two do not add up.</summary>
    public static Check Evaluate(SigningCertificate certificate, IReadOnlyList<CertificateIdentity> identities)
    {
        if (certificate.Problem is { } problem) return Check.Fail(CheckIds.Identity, ErrorCodes.IdentityMalformed.With(problem));
        if (certificate.Issuer is not { Length: > 0 } issuer)
        {
            return Check.Fail(CheckIds.Identity, ErrorCodes.IdentityMalformed.With("it names no issuer"));
        }

        Fact[] facts = [new("identity", certificate.Identity), new("issuer", issuer), .. certificate.Claims];
        if (identities.Any(identity => identity.Matches(certificate))) return Check.Pass(CheckIds.Identity, null, facts);
        var asked = identities.SelectMany(identity => identity.Claims.Keys).Distinct();
        var found = string.Concat(asked.Select(name => $", {name} {certificate.ClaimOf(name) ?? "absent"}"));
        var partly = identities.Any(
            identity => identity.Subject.MatchesPartOf(certificate.Identity) || identity.Issuer.MatchesPartOf(issuer))
            ? "; a pattern matches only a part of it, which is enough for cosign but not here"
            : "";
        var wanted = $"{string.Join(" or ", identities)}{partly}";
        var other = ErrorCodes.OtherIdentity.With($"{certificate.Identity} (issuer {issuer}{found})", wanted);
        return Check.Fail(CheckIds.Identity, other) with { Facts = facts };
    }
}
