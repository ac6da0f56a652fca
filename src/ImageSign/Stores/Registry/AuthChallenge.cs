using System.Net.Http.Headers;

namespace ImageSign.Stores.Registry;

/// <summary>What a registry asks for when it answers 401 (RFC 9110, section 11.6.1).</summary>
/// <param name="Scheme">Basic or Bearer.</param>
/// <param name="Realm">For Bearer: the token service.</param>
/// <param name="Service">For Bearer: the name of the registry at the token service.</param>
/// <param name="Scopes">For Bearer: what the request needs, as the registry names it.</param>
internal sealed record AuthChallenge(string Scheme, string? Realm, string? Service, IReadOnlyList<string> Scopes)
{
    /// <summary>The most that is repeated to the token service of what the registry names.</summary>
    private const int MaxScopes = 8;

    /// <summary>The challenge we can answer, Bearer first; null when there is none.</summary>
    public static AuthChallenge? Of(HttpResponseHeaders headers)
    {
        var offers = headers.WwwAuthenticate.Select(Read).OfType<AuthChallenge>().ToList();
        // A Bearer challenge that names no token service cannot be answered, so what else is offered comes first.
        return offers.Find(offer => Uri.TryCreate(offer.Realm, UriKind.Absolute, out _)) ?? offers.Find(offer =>
            offer.Scheme == "Basic") ?? offers.FirstOrDefault();
    }

    private static AuthChallenge? Read(AuthenticationHeaderValue offered)
    {
        if (string.Equals(offered.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)) return new AuthChallenge("Basic", Realm: null,
            Service: null, []);
        if (!string.Equals(offered.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)) return null;
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var reader = new HeaderReader(offered.Parameter ?? "");
        do
        {
            reader.SkipBlanks();
            if (reader.Parameter() is { } parameter) parameters.TryAdd(parameter.Name, parameter.Value);
            reader.SkipBlanks();
        }
        while (reader.Passes(','));

        var scopes = parameters.GetValueOrDefault("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new AuthChallenge("Bearer", parameters.GetValueOrDefault("realm"), parameters.GetValueOrDefault("service"),
            [.. scopes.Take(MaxScopes)]);
    }
}
