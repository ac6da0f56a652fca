using ImageSign.Verification;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>Which check says no in each kind of call, so that no call fails for a wrong reason.</summary>
internal static class FailingCheck
{
    private static readonly Dictionary<string, string> Layouts = new()
    {
        ["unsigned"] = CheckIds.Signatures,
        ["bad-manifest-artifacttype-other"] = CheckIds.Signatures,
        ["bad-manifest-no-subject"] = CheckIds.Signatures,
        ["bad-blob-corrupt"] = CheckIds.Artifact,
        ["bad-manifest-layer-size"] = CheckIds.Artifact,
        ["bad-manifest-layer-size-33MiB"] = CheckIds.Artifact,
        ["bad-jws-mediatype-mismatch"] = CheckIds.ClaimsSubject,
        ["bad-jws-pss-salt-20"] = CheckIds.SignatureIntegrity,
        ["bad-cose-pss-salt-20"] = CheckIds.SignatureIntegrity,
        ["bad-cose-ecdsa-der"] = CheckIds.SignatureIntegrity,
        ["bad-cose-payload-changed"] = CheckIds.SignatureIntegrity,
        ["bad-jws-sig-flipped"] = CheckIds.SignatureIntegrity,
        ["bad-jws-alg-ps256-on-3072"] = CheckIds.SignatureIntegrity,
        ["bad-jws-alg-ps384-on-2048"] = CheckIds.SignatureIntegrity,
        ["bad-jws-sa-authentic-time-before-cert"] = CheckIds.Time,
        ["inv-chain-empty"] = CheckIds.EnvelopeWellFormed,
        ["inv-ica-expired"] = CheckIds.Time,
        ["inv-dn-duplicate-ou"] = CheckIds.Identity,
        ["inv-dn-without-st"] = CheckIds.Identity,
        ["cose-expired"] = CheckIds.ClaimsExpiry,
        ["jws-expired"] = CheckIds.ClaimsExpiry,
        ["plugin-envelope-jws"] = CheckIds.VerificationPlugin,
    };

    private static readonly Dictionary<string, ErrorCode> Policies = new()
    {
        ["no-mandatory-rdn"] = ErrorCodes.PolicyIdentities,
        ["version"] = ErrorCodes.PolicyVersion,
        ["skip-global"] = ErrorCodes.PolicyLevel,
        ["wildcard-plus-scope"] = ErrorCodes.PolicyScope,
        ["wildcard-plus-identity"] = ErrorCodes.PolicyIdentities,
        ["overlap"] = ErrorCodes.PolicyIdentities,
        ["override-integrity"] = ErrorCodes.PolicyOverride,
        ["override-skip-auth"] = ErrorCodes.PolicyOverride,
        ["unknown-level"] = ErrorCodes.PolicyLevel,
        ["store-type"] = ErrorCodes.PolicyTrustStores,
        ["multivalued-rdn"] = ErrorCodes.PolicyIdentities,
        ["dup-rdn"] = ErrorCodes.PolicyIdentities,
        ["no-stores"] = ErrorCodes.PolicyTrustStores,
        ["not-json"] = ErrorCodes.PolicyUnreadable,
        ["dup-name"] = ErrorCodes.PolicyStatementName,
        ["dup-scope"] = ErrorCodes.PolicyScope,
    };

    /// <summary>The code of a policy that breaks a rule.</summary>
    public static ErrorCode CodeOf(string policy) => Policies[policy["bad-policy-".Length..]];

    /// <summary>The check that fails.</summary>
    public static string Of(NotationCall call)
    {
        if (call.Policy == "strict-scope-other") return CheckIds.Policy;
        if (call.Metadata.Length > 0) return CheckIds.ClaimsAnnotations;
        if (Layouts.TryGetValue(call.Layout, out var id)) return id;
        if (call.Layout.StartsWith("bad-manifest-", StringComparison.Ordinal) || call.Layout.StartsWith("bad-jws-", StringComparison.Ordinal) || call.Layout.StartsWith("bad-cose-", StringComparison.Ordinal)) return CheckIds.EnvelopeWellFormed;
        if (call.Layout.StartsWith("inv-", StringComparison.Ordinal)) return CheckIds.CertificateChain;
        if (call.Layout.StartsWith("rev-", StringComparison.Ordinal)) return CheckIds.CertificateRevocation;
        if (call.Layout.StartsWith("ts-", StringComparison.Ordinal) || call.Layout.Contains("shortlived", StringComparison.Ordinal) || call.Policy.Contains("-tsa", StringComparison.Ordinal)) return CheckIds.Time;
        return call.Policy.Contains("-identity-", StringComparison.Ordinal) ? CheckIds.Identity : CheckIds.CertificateTrust;
    }
}
