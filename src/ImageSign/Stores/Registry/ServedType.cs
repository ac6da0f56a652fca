using System.Net.Http.Headers;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>The Content-Type of an answer, as far as it says something.</summary>
internal static class ServedType
{
    /// <summary>What web servers and file stores send for files that they know nothing about.</summary>
    private static readonly string[] SayNothing = ["application/json", "text/json", "text/plain", "application/octet-stream",
        "binary/octet-stream", "application/x-octet-stream"];

    private static readonly string[] WebPages = ["text/html", "application/xhtml+xml", "text/xml", "application/xml"];

    private static readonly string[] Manifests =
        [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerManifestList, MediaTypes.OciArtifact];

    /// <summary>The media type without parameters; null when there was none, or one that says nothing.</summary>
    public static string? Of(HttpContentHeaders headers)
    {
        if (headers.ContentType?.MediaType is not { } type || Has(SayNothing, type)) return null;
        // RFC 9110, section 8.3.1: "The type and subtype tokens are case-insensitive."
        return Array.Find(Manifests, known => string.Equals(known, type, StringComparison.OrdinalIgnoreCase)) ?? type;
    }

    /// <summary>True for a page of a proxy or a portal: a registry serves no content as such.</summary>
    public static bool IsWebPage(string? type) => type is not null && Has(WebPages, type);

    /// <summary>True when an answer holds no manifest, whatever its status says: a page, or a text that is no JSON document.</summary>
    public static bool IsNoDocument(string? type, ReadOnlySpan<byte> body) =>
        IsWebPage(type) || (type is null && body.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]);

    private static bool Has(string[] types, string type) => types.Contains(type, StringComparer.OrdinalIgnoreCase);
}
