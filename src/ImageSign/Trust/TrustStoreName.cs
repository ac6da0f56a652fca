using System.Text.RegularExpressions;

namespace ImageSign.Trust;

/// <summary>A trust store as a policy names it: <c>ca:acme</c>.</summary>
/// <param name="Kind">What its certificates are trusted for.</param>
/// <param name="Name">The name of its directory.</param>
public sealed partial record TrustStoreName(TrustStoreKind Kind, string Name)
{
    private static readonly Dictionary<string, TrustStoreKind> Kinds = new(StringComparer.Ordinal)
    {
        ["ca"] = TrustStoreKind.Ca,
        ["signingAuthority"] = TrustStoreKind.SigningAuthority,
        ["tsa"] = TrustStoreKind.Tsa,
    };

    /// <summary>The name of the kind, and of the directory that holds its stores.</summary>
    public string KindName => Kinds.First(pair => pair.Value == Kind).Key;

    /// <summary>Reads <c>kind:name</c>; null for anything else. A name is always safe in a path.</summary>
    public static TrustStoreName? TryParse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Kinds.TryGetValue(text[..colon], out var kind) && Names().IsMatch(text[(colon + 1)..]) && text[(colon + 1)..] is not ("." or "..")
            ? new TrustStoreName(kind, text[(colon + 1)..])
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{KindName}:{Name}";

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
