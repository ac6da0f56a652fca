using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>Writes the results of copying as objects of <c>imagesign.copy/v1</c> (docs/schemas/copy.v1.json).</summary>
public static class CopyResultJson
{
    /// <summary>The name and version of the schema.</summary>
    public const string Schema = "imagesign.copy/v1";

    /// <summary>Writes what was copied.</summary>
    public static void Write(Utf8JsonWriter writer, CopyResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        ResultJson.WriteImage(writer, result.Source);
        writer.WriteString("outcome", "copied");
        writer.WriteString("destination", result.Destination.ToString());
        writer.WriteNumber("manifests", result.Manifests);
        writer.WriteNumber("blobs", result.Blobs);
        writer.WriteNumber("artifacts", result.Artifacts);
        ResultJson.WriteStrings(writer, "warnings", result.Warnings);
        writer.WriteEndObject();
    }

    /// <summary>Writes why <paramref name="source"/> was not copied.</summary>
    public static void Write(Utf8JsonWriter writer, ImageReference source, ImageSignException failure) => ResultJson.WriteFailure(writer, Schema, source, "failed", failure);
}
