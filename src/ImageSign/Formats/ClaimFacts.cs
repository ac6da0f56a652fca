using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>Claims as facts that nobody verified, for inspection.</summary>
internal static class ClaimFacts
{
    public static IReadOnlyList<Fact> Unverified(SignedClaims claims, string? key, string signature)
    {
        List<Fact> facts = [new("subject", claims.Subject.ToString(), Signed: false)];
        if (key is not null) facts.Add(new Fact("key-hint", key, Signed: false));
        facts.AddRange(claims.References.Select(reference => new Fact("claimed-reference", reference, Signed: false)));
        if (claims.Time is { } time) facts.Add(new Fact("claimed-time", ClaimPairs.FormatTime(time), Signed: false));
        if (claims.Expires is { } expires) facts.Add(new Fact("expires", ClaimPairs.FormatTime(expires), Signed: false));
        if (claims.Annotations.TryGetValue(SignedClaims.ConfigDigestName, out var description)) facts.Add(new Fact("config-digest", description, Signed: false));
        if (claims.Annotations.TryGetValue(SignedClaims.ConfigFileName, out var file)) facts.Add(new Fact("config-name", file, Signed: false));
        facts.AddRange(claims.Annotations
            .Where(pair => !pair.Key.StartsWith(SignedClaims.ReservedPrefix, StringComparison.Ordinal))
            .Select(pair => new Fact($"annotation:{pair.Key}", pair.Value, Signed: false)));
        facts.Add(new Fact("signature", signature, Signed: false));
        return facts;
    }
}
