using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Trust;

/// <summary>Reads trust policies and refuses, by statement and rule, what the specification does not allow. Unknown members are ignored, as it says.</summary>
internal static class TrustPolicyReader
{
    private const int MaxStatements = 10_000;
    private const int MaxItems = 1_000;
    private static readonly string[] Known = ["version", "trustPolicies"];
    private static readonly string[] KnownStatement = ["name", "registryScopes", "signatureVerification", "trustStores", "trustedIdentities", "globalPolicy"];
    private static readonly string[] KnownVerification = ["level", "override", "verifyTimestamp"];

    public static TrustPolicyDocument Read(ReadOnlyMemory<byte> utf8, string policy)
    {
        try
        {
            if (ByteOrderMark.IsUtf16(utf8.Span)) throw ErrorCodes.PolicyUnreadable.With(policy, ByteOrderMark.Utf16Reason);
            using var json = OciJson.Parse(ByteOrderMark.Skip(utf8), policy);
            var root = OciJson.Object(json.RootElement, policy, Known);
            var version = OciJson.OptionalString(root, "version", policy);
            if (version != "1.0") throw ErrorCodes.PolicyVersion.With(policy, version);
            var statements = OciJson.OptionalArray(root, "trustPolicies", policy, MaxStatements).Select(item => ReadStatement(item, policy)).ToArray();
            if (statements.Length == 0) throw ErrorCodes.PolicyWithoutStatements.With(policy);
            RequireDistinct(statements, policy);
            return new TrustPolicyDocument(policy, statements, Digest.Of(utf8.Span));
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed || e.Code == ErrorCodes.OverLimit)
        {
            throw ErrorCodes.PolicyUnreadable.Because(e, policy, e.Message);
        }
    }

    private static TrustPolicyStatement ReadStatement(JsonElement item, string policy)
    {
        OciJson.Object(item, policy, KnownStatement);
        if (OciJson.OptionalString(item, "name", policy) is not { Length: > 0 } name) throw ErrorCodes.PolicyStatementName.With(policy, "a statement without a name");
        var scopes = ReadScopes(Strings(item, "registryScopes", policy), name);
        var (level, timestamps) = ReadVerification(item, name, policy);
        // trust-store-trust-policy: "skip … cannot be used with the global scope *". (notation accepts it.)
        if (level.IsSkip && scopes.Contains("*")) throw ErrorCodes.PolicyLevel.With(name, "skip is not allowed for *");
        return new TrustPolicyStatement(name, scopes, level, ReadStores(Strings(item, "trustStores", policy), name, level), ReadIdentities(Strings(item, "trustedIdentities", policy), name, level))
        {
            Timestamps = timestamps,
        };
    }

    private static string[] ReadScopes(string[] scopes, string name)
    {
        if (scopes.Length == 0) throw ErrorCodes.PolicyScope.With(name, "there are none");
        if (scopes is ["*"]) return scopes;
        return [.. scopes.Select(scope => scope == "*" ? throw ErrorCodes.PolicyScope.With(name, "* stands beside other repositories") : TrustScope.Parse(scope)
            ?? throw ErrorCodes.PolicyScope.With(name, $"'{scope}' is not registry/repository"))];
    }

    private static (VerificationLevel Level, TimestampUse Timestamps) ReadVerification(JsonElement item, string name, string policy)
    {
        if (!item.TryGetProperty("signatureVerification", out var verification)) throw ErrorCodes.PolicyLevel.With(name, "signatureVerification is missing");
        OciJson.Object(verification, policy, KnownVerification);
        var text = OciJson.OptionalString(verification, "level", policy);
        var level = VerificationLevel.Named(text ?? "") ?? throw ErrorCodes.PolicyLevel.With(name, text is null ? "it is missing" : $"'{text}' is not one");
        foreach (var (step, action) in OciJson.OptionalStringMap(verification, "override", policy))
        {
            var (overridden, reason) = level.Override(step, action);
            level = overridden ?? throw ErrorCodes.PolicyOverride.With(name, reason);
        }

        var use = OciJson.OptionalString(verification, "verifyTimestamp", policy) switch
        {
            null or "" or "always" => TimestampUse.Always,
            "afterCertExpiry" => TimestampUse.AfterCertExpiry,
            var other => throw ErrorCodes.PolicyTimestamp.With(name, other),
        };
        return (level, use);
    }

    private static TrustStoreName[] ReadStores(string[] texts, string name, VerificationLevel level)
    {
        if (level.IsSkip && texts.Length > 0) throw ErrorCodes.PolicyTrustStores.With(name, "level skip has none");
        if (!level.IsSkip && texts.Length == 0) throw ErrorCodes.PolicyTrustStores.With(name, "there are none");
        return [.. texts.Select(text => TrustStoreName.TryParse(text) ?? throw ErrorCodes.PolicyTrustStores.With(name, $"'{text}' is not ca:NAME, signingAuthority:NAME or tsa:NAME"))];
    }

    private static TrustedIdentity[] ReadIdentities(string[] texts, string name, VerificationLevel level)
    {
        if (level.IsSkip && texts.Length > 0) throw ErrorCodes.PolicyIdentities.With(name, "level skip has none");
        if (!level.IsSkip && texts.Length == 0) throw ErrorCodes.PolicyIdentities.With(name, "there are none");
        if (texts.Length > 1 && texts.Contains("*")) throw ErrorCodes.PolicyIdentities.With(name, "* stands beside other identities");
        var identities = new List<TrustedIdentity>();
        foreach (var text in texts)
        {
            var (identity, reason) = TrustedIdentity.Parse(text);
            if (identity is null) throw ErrorCodes.PolicyIdentities.With(name, reason);
            if (identities.Find(identity.Overlaps) is { } other) throw ErrorCodes.PolicyIdentities.With(name, $"'{other.Text}' and '{text}' overlap");
            identities.Add(identity);
        }

        return [.. identities];
    }

    private static void RequireDistinct(TrustPolicyStatement[] statements, string policy)
    {
        if (statements.CountBy(statement => statement.Name).FirstOrDefault(pair => pair.Value > 1).Key is { } twice)
        {
            throw ErrorCodes.PolicyStatementName.With(policy, $"two statements named '{twice}'");
        }

        var scopes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in statements)
        {
            if (statement.Scopes.FirstOrDefault(scope => !scopes.Add(scope)) is { } scope) throw ErrorCodes.PolicyScope.With(statement.Name, $"'{scope}' is named twice in the policy");
        }
    }

    private static string[] Strings(JsonElement item, string member, string policy) => [.. OciJson.OptionalArray(item, member, policy, MaxItems)
        .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw OciJson.Malformed(policy, $"'{member}' holds something other than text"))];
}
