using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>Descriptors as JSON: read strictly, written in the order the peers write.</summary>
internal static class DescriptorJson
{
    private static readonly string[] Known = ["mediaType", "digest", "size", "urls", "annotations", "data", "artifactType", "platform"];
    private static readonly string[] KnownPlatform = ["architecture", "os", "os.version", "os.features", "variant", "features"];

    public static Descriptor? Optional(JsonElement parent, string name, string what) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Read(value, $"'{name}' of {what}") : null;

    public static Descriptor Read(JsonElement element, string what)
    {
        OciJson.Object(element, what, Known);
        if (!element.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out var bytes) || bytes < 0)
        {
            throw OciJson.Malformed(what, "'size' is not a whole number of bytes");
        }

        var text = OciJson.RequiredString(element, "digest", what);
        return new Descriptor(
            OciJson.RequiredString(element, "mediaType", what),
            Digest.TryParse(text, out var digest) ? digest : throw Unusable(text, what),
            bytes)
        {
            ArtifactType = OciJson.OptionalString(element, "artifactType", what),
            Annotations = OciJson.OptionalStringMap(element, "annotations", what),
            Data = ReadData(element, what),
            Platform = ReadPlatform(element, what),
        };
    }

    public static void Write(Utf8JsonWriter writer, Descriptor descriptor)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", descriptor.MediaType);
        writer.WriteNumber("size", descriptor.Size);
        writer.WriteString("digest", descriptor.Digest.ToString());
        if (descriptor.Data is { } data) writer.WriteBase64String("data", data.Span);
        WriteAnnotations(writer, descriptor.Annotations);
        if (descriptor.ArtifactType is not null) writer.WriteString("artifactType", descriptor.ArtifactType);
        writer.WriteEndObject();
    }

    public static void WriteAnnotations(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> annotations)
    {
        if (annotations.Count == 0) return;
        writer.WriteStartObject("annotations");
        foreach (var (name, value) in annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    private static ImageSignException Unusable(string digest, string what) =>
        Digest.IsOfAnotherAlgorithm(digest) ? ErrorCodes.DigestAlgorithm.With(what, digest)
            : OciJson.Malformed(what, $"'{digest}' is not a SHA-256 digest");

    private static ReadOnlyMemory<byte>? ReadData(JsonElement element, string what)
    {
        if (!element.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null) return null;
        return data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw OciJson.Malformed(what, "'data' is not base64");
    }

    private static Platform? ReadPlatform(JsonElement element, string what)
    {
        if (!element.TryGetProperty("platform", out var platform) || platform.ValueKind == JsonValueKind.Null) return null;
        OciJson.Object(platform, $"the platform of {what}", KnownPlatform);
        return new Platform(
            OciJson.OptionalString(platform, "os", what) ?? "",
            OciJson.OptionalString(platform, "architecture", what) ?? "",
            OciJson.OptionalString(platform, "variant", what));
    }
}
