using System.Text.RegularExpressions;

namespace ImageSign.Testing.Registry;

/// <summary>A request path, taken apart.</summary>
/// <param name="Kind">Which end point.</param>
/// <param name="Repository">Repository name, or empty.</param>
/// <param name="Reference">Tag, digest or upload id, or empty.</param>
internal sealed partial record RegistryRoute(RouteKind Kind, string Repository = "", string Reference = "")
{
    /// <summary>Reads a path; null when it names no end point.</summary>
    public static RegistryRoute? Parse(string path)
    {
        switch (path)
        {
            case "/v2" or "/v2/":
                return new RegistryRoute(RouteKind.Ping);
            case "/v2/_catalog":
                return new RegistryRoute(RouteKind.Catalog);
            case "/token":
                return new RegistryRoute(RouteKind.Token);
        }

        var match = EndPoint().Match(path);
        if (!match.Success)
        {
            return null;
        }

        var reference = match.Groups["reference"].Value;
        RouteKind? kind = match.Groups["noun"].Value switch
        {
            "blobs/uploads" => reference.Length == 0 ? RouteKind.UploadStart : RouteKind.Upload,
            "blobs" => RouteKind.Blob,
            "manifests" => RouteKind.Manifest,
            "referrers" => RouteKind.Referrers,
            "tags" when reference is "list" => RouteKind.Tags,
            _ => null,
        };
        return kind is { } known ? new RegistryRoute(known, match.Groups["name"].Value, reference) : null;
    }

    /// <summary>Refuses a repository name outside the specification's grammar.</summary>
    public void CheckName()
    {
        if (Repository.Length > 0 && !Name().IsMatch(Repository))
        {
            throw RegistryException.NameInvalid(Repository);
        }
    }

    public static bool IsTag(string text) => Tag().IsMatch(text);

    [GeneratedRegex("^/v2/(?<name>.+)/(?<noun>blobs/uploads|blobs|manifests|tags|referrers)/(?<reference>[^/]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EndPoint();

    // distribution-spec 1.1, "Pulling manifests": the grammar of <name> and of a tag.
    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
