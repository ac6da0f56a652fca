using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace ImageSign.Testing.Registry;

/// <summary>Issues opaque tokens and knows them again until they expire.</summary>
internal sealed class TokenIssuer(TestRegistry registry)
{
    private readonly ConcurrentDictionary<string, IssuedToken> issued = new(StringComparer.Ordinal);

    public IssuedToken Issue(BearerAuth auth, bool isAccount, IEnumerable<Scope> asked)
    {
        var granted = asked.Where(scope => isAccount || (auth.AnonymousPull && scope.Action is "pull")).ToHashSet();
        var token = new IssuedToken(RandomNumberGenerator.GetHexString(48, lowercase: true), granted, registry.Options.Time.GetUtcNow() + auth.TokenLifetime);
        issued[token.Text] = token;
        return token;
    }

    /// <summary>The token, or null when it is unknown or over.</summary>
    public IssuedToken? Find(string? text) =>
        text is not null && issued.TryGetValue(text, out var token) && token.Expires > registry.Options.Time.GetUtcNow() ? token : null;
}
