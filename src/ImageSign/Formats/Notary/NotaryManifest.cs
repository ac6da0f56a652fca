using System.Text;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>The manifest that holds an envelope (signature-specification, "Storage").</summary>
internal static class NotaryManifest
{
    /// <summary>The configuration of notation 1.3.2: <c>{}</c> under the signature's own media type.</summary>
    public static Descriptor Config { get; } = Descriptor.Of(MediaTypes.NotarySignatureArtifact, ManifestWriter.EmptyJson.Span);

    /// <summary>True for each form that a signature can have: 1.3.2 (by its configuration), image-spec 1.1 and the retired artifact manifest (by artifactType).</summary>
    public static bool IsSignature(ImageManifest manifest) => (manifest.ArtifactType ?? manifest.Config?.MediaType) == MediaTypes.NotarySignatureArtifact;

    /// <summary>Why a signature manifest of <paramref name="subject"/> cannot be used, or null.</summary>
    public static string? Defect(ImageManifest manifest, Digest subject)
    {
        if (manifest.Layers.Count != 1) return "a Notary signature has exactly one layer";
        if (manifest.Layers[0].MediaType is not (MediaTypes.Jws or MediaTypes.Cose)) return $"'{manifest.Layers[0].MediaType}' is no type of envelope";
        if (manifest.Layers[0].Size > Limits.MaxEnvelopeBytes) return $"its envelope is larger than {Limits.MaxEnvelopeBytes} bytes";
        return manifest.Subject?.Digest == subject ? null : "it names another subject, or none";
    }

    /// <summary>The manifest in the form of notation 1.3.2, which is the one that every reader finds, in registries and in layouts.</summary>
    public static ImageManifest Create(Descriptor envelope, Descriptor subject, CertificateChain chain, DateTimeOffset created, IReadOnlyDictionary<string, string> extra)
    {
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in extra) annotations[name] = value;
        annotations[NotaryHeaders.ThumbprintsAnnotation] = Thumbprints(chain);
        annotations["org.opencontainers.image.created"] = Rfc3339.Format(created);
        var bytes = ManifestWriter.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.OciManifest);
            Write("config", Config);
            writer.WriteStartArray("layers");
            WriteDescriptor(envelope);
            writer.WriteEndArray();
            Write("subject", subject);
            DescriptorJson.WriteAnnotations(writer, annotations);
            writer.WriteEndObject();

            void Write(string name, Descriptor descriptor)
            {
                writer.WritePropertyName(name);
                WriteDescriptor(descriptor);
            }

            void WriteDescriptor(Descriptor descriptor)
            {
                writer.WriteStartObject();
                writer.WriteString("mediaType", descriptor.MediaType);
                writer.WriteString("digest", descriptor.Digest.ToString());
                writer.WriteNumber("size", descriptor.Size);
                writer.WriteEndObject();
            }
        });
        return (ImageManifest)ManifestDocument.Parse(bytes, MediaTypes.OciManifest);
    }

    private static string Thumbprints(CertificateChain chain) => Encoding.UTF8.GetString(ManifestWriter.Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var certificate in chain.Certificates) writer.WriteStringValue(CertificateChain.Thumbprint(certificate));
        writer.WriteEndArray();
    }).Span);
}
