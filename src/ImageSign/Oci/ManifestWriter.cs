using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>Writes the manifests of artifacts, compact, in the member order that cosign writes.</summary>
internal static class ManifestWriter
{
    /// <summary>The two bytes <c>{}</c> that stand in for a configuration (image-spec 1.1, "Guidance for an Empty Descriptor").</summary>
    public static ReadOnlyMemory<byte> EmptyJson { get; } = "{}"u8.ToArray();

    /// <summary>The descriptor of <see cref="EmptyJson"/>.</summary>
    public static Descriptor EmptyConfig { get; } = Descriptor.Of(MediaTypes.OciEmpty, EmptyJson.Span);

    public static JsonWriterOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An OCI image manifest for an artifact.</summary>
    public static ImageManifest Artifact(Descriptor config, IReadOnlyList<Descriptor> layers, string? artifactType, Descriptor? subject, IReadOnlyDictionary<string, string> annotations)
    {
        var bytes = Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.OciManifest);
            writer.WritePropertyName("config");
            DescriptorJson.Write(writer, config);
            writer.WriteStartArray("layers");
            foreach (var layer in layers) DescriptorJson.Write(writer, layer);
            writer.WriteEndArray();
            DescriptorJson.WriteAnnotations(writer, annotations);
            if (subject is not null)
            {
                writer.WritePropertyName("subject");
                DescriptorJson.Write(writer, new Descriptor(subject.MediaType, subject.Digest, subject.Size));
            }

            if (artifactType is not null) writer.WriteString("artifactType", artifactType);
            writer.WriteEndObject();
        });
        return (ImageManifest)ManifestDocument.Parse(bytes, MediaTypes.OciManifest);
    }

    /// <summary>The bytes that <paramref name="write"/> writes, compact and with no more escapes than JSON needs.</summary>
    public static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Compact)) write(writer);
        return buffer.WrittenMemory;
    }
}
