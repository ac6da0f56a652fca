using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageSign.Testing;

/// <summary>One manifest as it was pushed: the raw bytes, and the facts that the referrers API answers with.</summary>
/// <param name="Digest">The digest it is stored under.</param>
/// <param name="MediaType">The Content-Type it was pushed with.</param>
/// <param name="Bytes">The bytes as pushed.</param>
public sealed record StoredManifest(string Digest, string MediaType, byte[] Bytes)
{
    /// <summary>The digest that <c>subject</c> names, or null.</summary>
    public string? Subject { get; private init; }

    /// <summary><c>artifactType</c>, else the config's media type, or null.</summary>
    public string? ArtifactType { get; private init; }

    /// <summary>When a listing may show it first.</summary>
    internal DateTimeOffset ListedFrom { get; init; }

    internal JsonObject? Annotations { get; private init; }

    /// <summary>Reads the facts; bytes that are no JSON object, or hold text that is none, are kept without any.</summary>
    internal static StoredManifest Read(string digest, string mediaType, byte[] bytes)
    {
        var manifest = new StoredManifest(digest, mediaType, bytes);
        try
        {
            // Nodes are read when they are looked at: all of them now.
            return Parse(bytes) is { } json && json.ToJsonString().Length > 0 ? WithFacts(manifest, json) : manifest;
        }
        catch (InvalidOperationException)
        {
            return manifest;
        }
    }

    private static StoredManifest WithFacts(StoredManifest manifest, JsonObject json)
    {
        // distribution-spec 1.1, "Listing Referrers": "If the artifactType is empty or missing in the image manifest, the value of artifactType MUST
        // be set to the config descriptor mediaType value."
        var artifactType = Text(json["artifactType"]);
        return manifest with
        {
            Subject = Text((json["subject"] as JsonObject)?["digest"]),
            ArtifactType = string.IsNullOrEmpty(artifactType) ? Text((json["config"] as JsonObject)?["mediaType"]) : artifactType,
            Annotations = json["annotations"] as JsonObject,
        };
    }

    internal JsonObject ToDescriptor()
    {
        var descriptor = new JsonObject { ["mediaType"] = MediaType, ["digest"] = Digest, ["size"] = Bytes.Length };
        if (ArtifactType is not null)
        {
            descriptor["artifactType"] = ArtifactType;
        }

        if (Annotations is not null)
        {
            descriptor["annotations"] = Annotations.DeepClone();
        }

        return descriptor;
    }

    internal static JsonObject? Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
