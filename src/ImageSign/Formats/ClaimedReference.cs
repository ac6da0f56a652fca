using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>The name that a signature claims for its image, compared by what it means: with a tag or without, with a digest or without, in any spelling of its registry.</summary>
internal sealed class ClaimedReference
{
    private const string DefaultPort = ":443";

    private readonly ImageReference? _name;
    private readonly bool _isUndigested;

    private ClaimedReference(ImageReference? name, bool hasTag, bool isUndigested) => (_name, HasTag, _isUndigested) = (name, hasTag, isUndigested);

    /// <summary>True when it says under which tag the image was signed.</summary>
    public bool HasTag { get; }

    /// <summary>Reads what stands in a signature; a text that is no reference agrees with nothing.</summary>
    public static ClaimedReference Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var named = at < 0 ? text : text[..at];
        try
        {
            return new ClaimedReference(ImageReference.ParseName(text), named.LastIndexOf(':') > named.LastIndexOf('/'), at < 0);
        }
        catch (ImageSignException)
        {
            return new ClaimedReference(null, hasTag: false, isUndigested: true);
        }
    }

    /// <summary>True when it names the repository of <paramref name="wanted"/>, and no other image than <paramref name="subject"/> in it.</summary>
    public bool IsOfRepository(ImageReference wanted, Digest subject)
    {
        if (_name is not { } name || (!_isUndigested && name.Digest != subject && name.Digest != wanted.Digest)) return false;
        return HostOf(name) == HostOf(wanted) && RepositoryOf(name) == RepositoryOf(wanted);
    }

    /// <summary>True when it says the tag of <paramref name="wanted"/>.</summary>
    public bool HasTagOf(ImageReference wanted) => HasTag && _name!.Tag == wanted.Tag;

    private static string HostOf(ImageReference image)
    {
        var host = image.Registry.ToLowerInvariant();
        if (host is "index.docker.io" or "registry-1.docker.io") return "docker.io";
        return host.EndsWith(DefaultPort, StringComparison.Ordinal) ? host[..^DefaultPort.Length] : host;
    }

    /// <summary>Docker Hub's own images have two names there: <c>app</c> and <c>library/app</c>.</summary>
    private static string RepositoryOf(ImageReference image) =>
        HostOf(image) == "docker.io" && !image.Repository.Contains('/', StringComparison.Ordinal) ? $"library/{image.Repository}" : image.Repository;
}
