using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry.Credentials;

/// <summary>Which keys of a credentials file are about a registry, the most exact first.</summary>
internal static class CredentialKeys
{
    private const string Https = "https://";
    private const string Http = "http://";

    /// <summary>What docker login stores Docker Hub under.</summary>
    public const string DockerHub = "https://index.docker.io/v1/";

    /// <summary>The key that programs are asked with.</summary>
    public static string AskedWith(string host) => host == RegistryHost.DockerHub ? DockerHub : host;

    /// <summary>The members of <paramref name="table"/> for a repository of a host; of those that say the same, the file's
    /// order counts.</summary>
    public static IEnumerable<JsonProperty> For(JsonElement table, string host, string repository) => table.EnumerateObject()
        .Select(member => (Member: member, Rank: Rank(member.Name, host, repository)))
        .Where(found => found.Rank > 0)
        .OrderByDescending(found => found.Rank)
        .Select(found => found.Member);

    /// <summary>How exactly <paramref name="key"/> names the repository: 0 for not at all, more for a longer namespace.</summary>
    private static int Rank(string key, string host, string repository)
    {
        // containers-auth.json(5): the key may be a repository or a namespace of it; the longest one wins.
        const int exactHost = 10;
        if (key == AskedWith(host)) return exactHost;
        var scheme = Array.Find([Https, Http], scheme => key.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))?.Length ?? 0;
        var rest = key[scheme..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : rest[(slash + 1)..].TrimEnd('/');
        if (!RegistryHost.AreSame(slash < 0 ? rest : rest[..slash], host)) return 0;
        // docker reads an address by its host, whatever its path; without a scheme a path is a namespace.
        if (path.Length == 0 || path is "v1" or "v2") return scheme == 0 && slash < 0 ? exactHost : 3;
        if (scheme > 0) return scheme == Https.Length ? 2 : 1;
        return repository == path || repository.StartsWith($"{path}/", StringComparison.Ordinal) ? exactHost + path.Length : 0;
    }
}
