using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>The name of a contribution: the first 16 hexadecimal digits of its manifest's digest; its marker is the tag <c>sha256-&lt;hex&gt;.&lt;id&gt;</c>.</summary>
internal static class ContributionId
{
    public const int Length = 16;

    public static string Of(Digest digest) => digest.Hex[..Length];

    /// <summary>The tag under which a contribution to <paramref name="subject"/> is pushed on its own.</summary>
    public static string MarkerTag(Digest subject, string id) => $"{SubjectTag(subject)}.{id}";

    /// <summary>distribution-spec 1.1, "Referrers Tag Schema": the digest with ':' replaced by '-'.</summary>
    public static string SubjectTag(Digest subject) => $"sha256-{subject.Hex}";

    /// <summary>The id in a marker tag of <paramref name="subject"/>, or null for any other tag.</summary>
    public static string? FromMarkerTag(Digest subject, string tag)
    {
        var prefix = $"{SubjectTag(subject)}.";
        if (tag.Length != prefix.Length + Length || !tag.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var id = tag[prefix.Length..];
        return id.All(char.IsAsciiHexDigitLower) ? id : null;
    }
}
