using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ImageSign.Stores.Registry;

/// <summary>What a registry asks for when it answers 401 (RFC 9110, section 11.6.1).</summary>
/// <param name="Scheme">Basic or Bearer.</param>
/// <param name="Realm">For Bearer: the token service.</param>
/// <param name="Service">For Bearer: the name of the registry at the token service.</param>
internal sealed partial record AuthChallenge(string Scheme, string? Realm, string? Service)
{
    /// <summary>The challenge we can answer, Bearer first; null when there is none.</summary>
    public static AuthChallenge? Of(HttpResponseHeaders headers)
    {
        AuthChallenge? basic = null;
        foreach (var offered in headers.WwwAuthenticate)
        {
            if (string.Equals(offered.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase))
            {
                return new AuthChallenge("Bearer", ParameterOf(offered, "realm"), ParameterOf(offered, "service"));
            }

            if (string.Equals(offered.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)) basic = new AuthChallenge("Basic", Realm: null, Service: null);
        }

        return basic;
    }

    private static string? ParameterOf(AuthenticationHeaderValue offered, string name) => Parameter().Matches(offered.Parameter ?? "")
        .FirstOrDefault(match => string.Equals(match.Groups["name"].Value, name, StringComparison.OrdinalIgnoreCase))?.Groups["value"].Value;

    // The boundary keeps a long word from being tried from each of its letters.
    [GeneratedRegex("\\b(?<name>[A-Za-z]+)=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
