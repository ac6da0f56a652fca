using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Writes what is attached to an image as objects of <c>imagesign.inspect/v1</c> (docs/schemas/inspect.v1.json).</summary>
public static class InspectResultJson
{
    /// <summary>The name and version of the schema.</summary>
    public const string Schema = "imagesign.inspect/v1";

    /// <summary>Writes what is attached; none of it is verified.</summary>
    public static void Write(Utf8JsonWriter writer, InspectResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        ResultJson.WriteImage(writer, result.Image);
        writer.WriteString("outcome", "inspected");
        ResultJson.WriteSubject(writer, result.Subject);
        writer.WriteStartArray("platforms");
        foreach (var platform in result.Platforms) ResultJson.WriteDescriptor(writer, platform);
        writer.WriteEndArray();
        writer.WriteStartArray("artifacts");
        foreach (var artifact in result.Artifacts) Write(writer, artifact);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes why <paramref name="image"/> could not be inspected.</summary>
    public static void Write(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => ResultJson.WriteFailure(writer, Schema, image, "failed", failure);

    private static void Write(Utf8JsonWriter writer, InspectedArtifact artifact)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", artifact.Kind);
        writer.WriteBoolean("isSignature", artifact.IsSignature);
        writer.WriteString("digest", artifact.Digest.ToString());
        writer.WriteString("where", artifact.Where);
        if (artifact.Problem is not null) writer.WriteString("problem", artifact.Problem);
        FactJson.WriteMember(writer, artifact.Facts);
        ResultJson.WriteStrings(writer, "readers", artifact.Readers);
        writer.WriteEndObject();
    }
}
