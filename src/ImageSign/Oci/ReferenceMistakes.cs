namespace ImageSign.Oci;

/// <summary>The likely mistake behind a word that is no reference: another tool's spelling, a path, capitals. The disk
/// is not looked at.</summary>
internal static class ReferenceMistakes
{
    private const string OfPaths = "a layout is written oci:DIRECTORY, an archive docker-archive:FILE or oci-archive:FILE";

    /// <summary>What other tools put in front, and how the same is written here.</summary>
    private static readonly (string Prefix, string Instead)[] Foreign =
    [
        ("containers-storage:", "podman's images are written podman:NAME"),
        ("containerd:", "images of an engine are written docker-daemon:NAME or podman:NAME"),
        ("daemon:", "Docker's images are written docker-daemon:NAME"),
        ("docker-image://", "an image in a registry is written HOST/REPOSITORY:TAG, without docker-image://"),
        ("registry:", "an image in a registry is written HOST/REPOSITORY:TAG, without registry:"),
        ("dir:", "a directory has to be an OCI layout, written oci:DIRECTORY"),
        ("tarball:", "an archive is written docker-archive:FILE or oci-archive:FILE"),
    ];

    /// <summary>The mistake that shows in a word that is no image's name, or null.</summary>
    /// <param name="text">What was written, without a prefix that counts.</param>
    /// <param name="prefixes">The prefixes that count.</param>
    public static string? In(string text, IEnumerable<string> prefixes)
    {
        if (IsPath(text)) return $"it is a path: {OfPaths}";
        if (text.Contains('\\', StringComparison.Ordinal)) return $"an image's name has no back-slash; if it is a path, {OfPaths}";
        var lower = text.ToLowerInvariant();
        if (prefixes.FirstOrDefault(prefix => lower.StartsWith(prefix, StringComparison.Ordinal)) is { } known)
        {
            return $"the prefix is written {known}";
        }

        if (Array.Find(Foreign, pair => lower.StartsWith(pair.Prefix, StringComparison.Ordinal)) is { Instead: { } instead })
        {
            return instead;
        }

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? null : $"leave the scheme out: '{WithoutQuery(text[(scheme + 3)..])}'";
    }

    /// <summary>The mistake in the repository, or null when it is none.</summary>
    public static string InRepository(string registry, string repository)
    {
        var lower = repository.ToLowerInvariant();
        if (repository.Length == 0) return "it names no repository";
        if (repository.EndsWith('/')) return "it ends with a slash";
        var name = registry.Length > 0 ? $"{registry}/{lower}" : lower;
        return lower != repository && ImageReference.IsRepository(lower)
            ? $"a repository is written in lower case: '{name}'"
            : $"'{repository}' is not a repository name (lower-case letters, digits, and . _ - / between them)";
    }

    private static bool IsPath(string text) =>
        text is ['/', ..] or ['~', '/', ..] or ['.', '/' or '\\', ..] or ['.', '.', '/' or '\\', ..] or ['\\', ..]
        || (text is [_, ':', '/' or '\\', ..] && char.IsAsciiLetter(text[0]));

    private static string WithoutQuery(string address) => address.Split('?', '#')[0].TrimEnd('/');
}
