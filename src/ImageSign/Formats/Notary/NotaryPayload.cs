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

    /// <summary>Requires that <paramref name="made"/> says what <paramref name="asked"/> says: the same descriptor with all of its annotations (more may have been added), and no other member.</summary>
    public static void RequireSame(ReadOnlyMemory<byte> made, ReadOnlyMemory<byte> asked)
    {
        using var json = OciJson.Parse(made, What);
        var root = OciJson.Object(json.RootElement, What, ["targetArtifact"], closed: true);
        if (root.TryGetProperty("targetArtifact", out var target)) OciJson.Object(target, What, ["mediaType", "digest", "size", "annotations"], closed: true);
        var (actual, wanted) = (Read(made), Read(asked));
        var kept = wanted.Annotations.All(pair => actual.Annotations.TryGetValue(pair.Key, out var value) && value == pair.Value);
        if (!kept || actual.Digest != wanted.Digest || actual.MediaType != wanted.MediaType || actual.Size != wanted.Size) throw OciJson.Malformed(What, "the plug-in changed what was to be signed");
    }
}
