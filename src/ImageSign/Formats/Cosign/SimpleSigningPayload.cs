using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Cosign;

/// <summary>The payload that cosign 1 and 2, podman and CRI-O sign and read: "simple signing".</summary>
/// <param name="Type">What the payload says it is.</param>
/// <param name="Reference">The claimed <c>docker-reference</c>.</param>
/// <param name="Digest">The digest that is signed.</param>
/// <param name="Optional">The string members of <c>optional</c>.</param>
internal sealed record SimpleSigningPayload(string Type, string Reference, Digest Digest, IReadOnlyDictionary<string, string> Optional)
{
    /// <summary>The only type that is an image signature; cosign does not look, podman does.</summary>
    public const string SignatureType = "cosign container image signature";

    private const string What = "the payload";
    private static readonly string[] Known = ["critical", "optional"];
    private static readonly string[] KnownCritical = ["type", "image", "identity"];
    private static readonly string[] KnownImage = ["docker-manifest-digest"];
    private static readonly string[] KnownIdentity = ["docker-reference"];

    /// <summary>
    /// containers/image, docs/containers-signature.5: "The JSON data structure MUST … contain exactly the members specified": critical with type,
    /// image and identity, and optional, an object or null.
    /// </summary>
    public static SimpleSigningPayload Parse(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, What);
        var root = OciJson.Object(json.RootElement, What, Known, closed: true);
        var critical = OciJson.Object(Member(root, "critical"), What, KnownCritical, closed: true);
        var image = OciJson.Object(Member(critical, "image"), What, KnownImage, closed: true);
        var identity = OciJson.Object(Member(critical, "identity"), What, KnownIdentity, closed: true);
        var digest = OciJson.RequiredString(image, "docker-manifest-digest", What);
        return new SimpleSigningPayload(
            OciJson.RequiredString(critical, "type", What),
            OciJson.RequiredString(identity, "docker-reference", What),
            Digest.TryParse(digest, out var parsed) ? parsed : throw OciJson.Malformed(What, $"'{digest}' is not a SHA-256 digest"),
            ReadOptional(root));
    }

    /// <summary>The exact bytes, in cosign's member order.</summary>
    public static ReadOnlyMemory<byte> Write(string reference, Digest digest, IReadOnlyDictionary<string, string> optional) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("critical");
        writer.WriteStartObject("identity");
        writer.WriteString("docker-reference", reference);
        writer.WriteEndObject();
        writer.WriteStartObject("image");
        writer.WriteString("docker-manifest-digest", digest.ToString());
        writer.WriteEndObject();
        writer.WriteString("type", SignatureType);
        writer.WriteEndObject();
        writer.WriteStartObject("optional");
        foreach (var (name, value) in optional) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The claims; <c>docker-reference</c> is the reference.</summary>
    public SignedClaims Claims() => ClaimPairs.Read(Digest, Optional) with { References = Reference.Length == 0 ? [] : [Reference] };

    private static JsonElement Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : throw OciJson.Malformed(What, $"'{name}' is missing");

    private static Dictionary<string, string> ReadOptional(JsonElement root)
    {
        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!root.TryGetProperty("optional", out var optional) || optional.ValueKind == JsonValueKind.Null) return strings;
        if (optional.ValueKind != JsonValueKind.Object) throw OciJson.Malformed(What, "'optional' is neither an object nor null");
        foreach (var member in optional.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) strings[member.Name] = member.Value.GetString()!;
        }

        return strings;
    }
}
