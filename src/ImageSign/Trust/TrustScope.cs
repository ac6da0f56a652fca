using ImageSign.Oci;

namespace ImageSign.Trust;

/// <summary>A repository as trust policies name it: <c>host[:port]/repository</c>, without tag and digest.</summary>
internal static class TrustScope
{
    /// <summary>The scope in the one spelling in which scopes are compared, or null.</summary>
    public static string? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return null;
        try
        {
            var name = ImageReference.OfRegistry(text[..slash], text[(slash + 1)..]).Name;
            // notation compares scopes letter by letter: one with a capital in its host names no image, whatever the host means elsewhere.
            return text.AsSpan(0, slash).ContainsAnyInRange('A', 'Z') ? text : name;
        }
        catch (ImageSignException)
        {
            return null; // not a host and a repository name: the caller says where it stands
        }
    }
}
