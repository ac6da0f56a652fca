using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>The payload: <c>{"targetArtifact": descriptor}</c>, whose annotations are the user's metadata (signature-specification, "Payload").</summary>
internal static class NotaryPayload
{
    private const string What = "The payload";

    /// <summary>Reads the descriptor that was signed.</summary>
    public static Descriptor Read(ReadOnlyMemory<byte> payload)
    {
        using var json = OciJson.Parse(payload, What);
        var root = OciJson.Object(json.RootElement, What, ["targetArtifact"]);
        return DescriptorJson.Optional(root, "targetArtifact", What) ?? throw OciJson.Malformed(What, "'targetArtifact' is missing");
    }

    /// <summary>Writes the descriptor as notation does: nothing of it but type, digest, size, and the pairs to be signed.</summary>
    public static ReadOnlyMemory<byte> Write(Descriptor subject, IReadOnlyDictionary<string, string> annotations) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("targetArtifact");
        writer.WriteString("mediaType", subject.MediaType);
        writer.WriteString("digest", subject.Digest.ToString());
        writer.WriteNumber("size", subject.Size);
        DescriptorJson.WriteAnnotations(writer, annotations);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
