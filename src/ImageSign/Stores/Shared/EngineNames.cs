namespace ImageSign.Stores.Shared;

/// <summary>The names under which engines keep images. A name without a host means one thing to Docker and another to Podman, but never an image of somebody else's registry.</summary>
internal static class EngineNames
{
    private static readonly string[] OfUnqualified = ["localhost/", "docker.io/library/"];

    /// <summary>True when the engine's name <paramref name="held"/> is what a person means by <paramref name="wanted"/>.</summary>
    public static bool AreSame(string held, string wanted) => Spellings(held).Intersect(Spellings(wanted), StringComparer.Ordinal).Any();

    /// <summary>The full names that <paramref name="name"/> can stand for; Podman's own first.</summary>
    public static IReadOnlyList<string> Spellings(string name)
    {
        var full = name.LastIndexOf(':') > name.LastIndexOf('/') ? name : $"{name}:latest";
        var slash = full.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : full[..slash];
        if (first is "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0) return [full];
        return slash < 0 ? [.. OfUnqualified.Select(prefix => prefix + full)] : [$"localhost/{full}", $"docker.io/{full}"];
    }
}
