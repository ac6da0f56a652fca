using System.Text.RegularExpressions;

namespace ImageSign.Oci;

/// <summary>Where an image is and which one is meant, as a person wrote it. A prefix counts only when it is one of the known ones.</summary>
public sealed partial record ImageReference
{
    private const string DefaultTag = "latest";
    private const int MaxNameLength = 255;

    private static readonly (string Prefix, Transport Transport)[] Prefixes =
    [
        ("docker://", Transport.Registry),
        ("oci:", Transport.OciLayout),
        ("oci-archive:", Transport.OciArchive),
        ("docker-archive:", Transport.DockerArchive),
        ("docker-daemon:", Transport.DockerDaemon),
        ("podman:", Transport.Podman),
    ];

    private ImageReference()
    {
    }

    /// <summary>The kind of place.</summary>
    public required Transport Transport { get; init; }

    /// <summary>Registry: <c>host/repository</c>. Layout and archives: the path. Engines and unqualified: the name without tag and digest.</summary>
    public required string Name { get; init; }

    /// <summary>The registry's host with its port, for a registry; empty otherwise.</summary>
    public string Registry { get; private init; } = "";

    /// <summary>The repository without the host, for a registry; empty otherwise.</summary>
    public string Repository { get; private init; } = "";

    /// <summary>The tag (in an archive: the name inside it), or null.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest that was asked for, or null.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The <c>host/repository:tag</c> that a signature claims, or null when no tag is known or the image is in no registry.</summary>
    public string? TaggedName => Transport == Transport.Registry && Tag is not null ? $"{Name}:{Tag}" : null;

    /// <summary>
    /// Reads a reference, or throws <see cref="ErrorCodes.InvalidReference"/> with the reason, or <see
    /// cref="ErrorCodes.DigestAlgorithm"/>.
    /// </summary>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith('-')) throw Invalid(text, "it starts with a dash");
        foreach (var (prefix, transport) in Prefixes)
        {
            if (!text.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var rest = text[prefix.Length..];
            return transport switch
            {
                Transport.Registry => ParseWord(text, rest, requireHost: true),
                Transport.DockerDaemon or Transport.Podman => ParseWord(text, rest, requireHost: false) with { Transport = transport },
                _ => ParsePath(text, rest, transport),
            };
        }

        var named = ParseWord(text, text, requireHost: false);
        // With its tag, oci:latest, the name would be read as a place.
        if (named.Transport == Transport.Unqualified && Array.Exists(Prefixes, pair => pair.Prefix == $"{named.Name}:"))
        {
            throw Invalid(text,
                $"'{named.Name}:' names a kind of place; the image of that name is {RegistryHost.DockerHub}/library/{named.Name}");
        }
        return named;
    }

    /// <summary>Reads a name as engines and clusters do that pull it: no prefix counts (<c>podman:4</c> is an image called podman), and without a host it is Docker Hub's.</summary>
    public static ImageReference ParseName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith('-')) throw Invalid(text, "it starts with a dash");
        var image = ParseWord(text, text, requireHost: false);
        return image.Transport == Transport.Unqualified ? image.OnDockerHub() : image;
    }

    /// <summary>The reference to <paramref name="digest"/> in the same place, with the tag kept.</summary>
    public ImageReference At(Digest digest) => this with { Digest = digest };

    /// <summary>An unqualified name as Docker Hub reads it: <c>python-test:1</c> is <c>docker.io/library/python-test:1</c>.</summary>
    public ImageReference OnDockerHub() => OfRegistry(RegistryHost.DockerHub, Name) with { Tag = Tag, Digest = Digest };

    /// <summary>A reference to a repository of a registry, whose names are checked.</summary>
    public static ImageReference OfRegistry(string registry, string repository)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(repository);
        var text = $"{registry}/{repository}";
        if (RegistryHost.Problem(registry) is { } problem) throw Invalid(text, problem);
        registry = RegistryHost.Canonical(registry);
        if (!IsRepository(repository)) throw Invalid(text, ReferenceMistakes.InRepository(registry, repository));
        if (registry == RegistryHost.DockerHub && !repository.Contains('/', StringComparison.Ordinal)) repository = $"library/{repository}";
        return new ImageReference { Transport = Transport.Registry, Name = $"{registry}/{repository}", Registry = registry, Repository = repository };
    }

    /// <summary>A reference to what is in a file, whatever the file is called.</summary>
    public static ImageReference OfArchive(Transport transport, string path) => transport is Transport.OciArchive or Transport.DockerArchive
        ? new ImageReference { Transport = transport, Name = path }
        : throw new ArgumentOutOfRangeException(nameof(transport), transport, "no kind of archive");

    /// <inheritdoc />
    public override string ToString()
    {
        var prefix = Transport is Transport.Registry or Transport.Unqualified ? "" : Array.Find(Prefixes, pair => pair.Transport == Transport).Prefix;
        return $"{prefix}{Name}{(Tag is null ? "" : $":{Tag}")}{(Digest is { } digest ? $"@{digest}" : "")}";
    }

    /// <summary>True for a repository's name, without its registry.</summary>
    internal static bool IsRepository(string name) => name.Length <= MaxNameLength && RepositoryName().IsMatch(name);

    /// <summary>Reads a name; where that fails, the reason is the likely mistake, if there is one.</summary>
    private static ImageReference ParseWord(string text, string rest, bool requireHost)
    {
        try
        {
            return ParseNamed(text, rest, requireHost);
        }
        catch (ImageSignException e) when (ReferenceMistakes.In(rest, Prefixes.Select(pair => pair.Prefix)) is { } mistake)
        {
            throw ErrorCodes.InvalidReference.Because(e, text, mistake);
        }
    }

    private static ImageReference ParseNamed(string text, string rest, bool requireHost)
    {
        if (rest.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0) throw Invalid(text, "it holds white space or control characters");
        var (name, digest) = SplitDigest(text, rest);
        var colon = name.LastIndexOf(':');
        string? tag = null;
        if (colon > name.LastIndexOf('/'))
        {
            tag = name[(colon + 1)..];
            name = name[..colon];
            if (!TagName().IsMatch(tag)) throw Invalid(text, $"'{tag}' is not a tag");
        }

        tag ??= digest is null ? DefaultTag : null;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        // Docker also takes a capital for the sign of a host. Hosts are written in lower case here, and then the name would be Docker
        // Hub's: it is refused below.
        var hasHost = first is "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0;
        if (!hasHost)
        {
            if (requireHost) throw Invalid(text, "it names no registry host");
            return IsRepository(name)
                ? new ImageReference { Transport = Transport.Unqualified, Name = name, Tag = tag, Digest = digest }
                : throw Invalid(text, ReferenceMistakes.InRepository("", name));
        }

        return OfRegistry(first, name[(slash + 1)..]) with { Tag = tag, Digest = digest };
    }

    /// <summary>A path may hold what a file's name may hold, but for the colon, which ends it, and a digest at its end.</summary>
    private static ImageReference ParsePath(string text, string rest, Transport transport)
    {
        var (path, digest) = EndsWithDigest(rest) ? SplitDigest(text, rest) : (rest, null);
        string? tag = null;
        // As skopeo reads it: the first colon ends the path (past a Windows drive letter).
        var colon = path.IndexOf(':', path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/' ? 2 : 0);
        if (colon >= 0)
        {
            tag = path[(colon + 1)..];
            path = path[..colon];
            if (tag.Length == 0) throw Invalid(text, "the tag is empty");
            if (tag.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0)
            {
                throw Invalid(text, $"the tag '{tag}' holds white space or control characters");
            }
        }

        if (path.Length == 0) throw Invalid(text, "the path is empty");
        if (path.Contains('\0', StringComparison.Ordinal)) throw Invalid(text, "the path holds a NUL character");
        return new ImageReference { Transport = transport, Name = path, Tag = tag, Digest = digest };
    }

    /// <summary>True when a digest follows the last <c>@</c>, or what was to be one; in a path the sign is a character as
    /// any other.</summary>
    private static bool EndsWithDigest(string text)
    {
        var last = text[(text.LastIndexOf('@') + 1)..];
        return last.Length < text.Length
            && (last.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) || last.StartsWith("sha512:", StringComparison.OrdinalIgnoreCase));
    }

    private static (string Name, Digest? Digest) SplitDigest(string text, string rest)
    {
        var at = rest.LastIndexOf('@');
        if (at < 0) return (rest, null);
        if (Oci.Digest.IsOfAnotherAlgorithm(rest[(at + 1)..])) throw ErrorCodes.DigestAlgorithm.With($"'{text}'", rest[(at + 1)..]);
        return Oci.Digest.TryParse(rest[(at + 1)..], out var digest)
            ? (rest[..at], digest)
            : throw Invalid(text, $"'{rest[(at + 1)..]}' is not a digest (sha256: and 64 lower-case hexadecimal digits)");
    }

    private static ImageSignException Invalid(string text, string reason) => ErrorCodes.InvalidReference.With(text, reason);

    // distribution-spec 1.1, "Pulling manifests".
    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TagName();
}
