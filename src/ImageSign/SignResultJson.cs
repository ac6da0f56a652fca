using System.Text.Json;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Writes the results of signing as objects of <c>imagesign.sign/v1</c> (docs/schemas/sign.v1.json).</summary>
public static class SignResultJson
{
    /// <summary>The name and version of the schema.</summary>
    public const string Schema = "imagesign.sign/v1";

    /// <summary>Writes what was signed.</summary>
    public static void Write(Utf8JsonWriter writer, SignResult result)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteStartObject();
        writer.WriteString("schema", Schema);
        ResultJson.WriteImage(writer, result.Image);
        writer.WriteString("outcome", result.Subjects.Any(subject => subject.Signatures.Count > 0) ? "signed" : "unchanged");
        writer.WriteStartObject("key");
        writer.WriteString("name", result.KeyName);
        writer.WriteString("fingerprint", result.KeyFingerprint);
        writer.WriteEndObject();
        writer.WriteStartArray("subjects");
        foreach (var subject in result.Subjects) Write(writer, subject);
        writer.WriteEndArray();
        if (result.Configuration is { } configuration)
        {
            writer.WritePropertyName("configuration");
            VerdictJson.Write(writer, configuration);
        }

        ResultJson.WriteStrings(writer, "warnings", result.Warnings);
        writer.WriteEndObject();
    }

    /// <summary>Writes why <paramref name="image"/> was not signed.</summary>
    public static void Write(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => ResultJson.WriteFailure(writer, Schema, image, "failed", failure);

    private static void Write(Utf8JsonWriter writer, SignedSubject subject)
    {
        writer.WriteStartObject();
        ResultJson.WriteSubject(writer, subject.Descriptor);
        if (subject.Replaces is { } old) writer.WriteString("replaces", old.ToString());
        writer.WriteStartArray("signatures");
        foreach (var signature in subject.Signatures)
        {
            writer.WriteStartObject();
            writer.WriteString("format", signature.Format);
            writer.WriteString("placement", signature.Placement);
            writer.WriteString("digest", signature.Digest.ToString());
            writer.WriteString("keyFingerprint", signature.KeyFingerprint);
            if (signature.Warning is not null) writer.WriteString("warning", signature.Warning);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
