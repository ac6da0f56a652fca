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
        ["inv-leaf-ed25519"] = CheckIds.EnvelopeWellFormed,
        ["inv-ica-expired"] = CheckIds.Time,
        ["inv-dn-duplicate-ou"] = CheckIds.Identity,
        ["inv-dn-without-st"] = CheckIds.Identity,
        ["cose-expired"] = CheckIds.ClaimsExpiry,
        ["jws-expired"] = CheckIds.ClaimsExpiry,
        ["plugin-envelope-jws"] = CheckIds.VerificationPlugin,
    };

    private static readonly Dictionary<string, ErrorCode> Policies = new()
    {
        ["strict-identity-lowercase-type"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-no-mandatory-rdn"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-version"] = ErrorCodes.PolicyVersion,
        ["bad-policy-skip-global"] = ErrorCodes.PolicyLevel,
        ["bad-policy-wildcard-plus-scope"] = ErrorCodes.PolicyScope,
        ["bad-policy-wildcard-plus-identity"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-overlap"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-override-integrity"] = ErrorCodes.PolicyOverride,
        ["bad-policy-override-skip-auth"] = ErrorCodes.PolicyOverride,
        ["bad-policy-unknown-level"] = ErrorCodes.PolicyLevel,
        ["bad-policy-store-type"] = ErrorCodes.PolicyTrustStores,
        ["bad-policy-multivalued-rdn"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-dup-rdn"] = ErrorCodes.PolicyIdentities,
        ["bad-policy-no-stores"] = ErrorCodes.PolicyTrustStores,
        ["bad-policy-not-json"] = ErrorCodes.PolicyUnreadable,
        ["bad-policy-dup-name"] = ErrorCodes.PolicyStatementName,
        ["bad-policy-dup-scope"] = ErrorCodes.PolicyScope,
    };

    /// <summary>True for a policy that breaks a rule of its own.</summary>
    public static bool IsOfPolicy(NotationCall call) => Policies.ContainsKey(call.Policy);

    /// <summary>The code of a policy that breaks a rule.</summary>
    public static ErrorCode CodeOf(string policy) => Policies[policy];

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
