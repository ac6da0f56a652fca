using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>The members that every result has in common.</summary>
internal static class ResultJson
{
    public static void WriteImage(Utf8JsonWriter writer, ImageReference image)
    {
        writer.WriteString("image", image.ToString());
        if (image.Digest is { } digest) writer.WriteString("digest", digest.ToString());
    }

    public static void WriteSubject(Utf8JsonWriter writer, Descriptor subject)
    {
        writer.WritePropertyName("subject");
        WriteDescriptor(writer, subject);
    }

    public static void WriteDescriptor(Utf8JsonWriter writer, Descriptor subject)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", subject.MediaType);
        writer.WriteString("digest", subject.Digest.ToString());
        writer.WriteNumber("size", subject.Size);
        if (subject.Platform is not null) writer.WriteString("platform", subject.Platform.ToString());
        writer.WriteEndObject();
    }

    public static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>Writes the whole object of an image for which there is no result.</summary>
    public static void WriteFailure(Utf8JsonWriter writer, string schema, ImageReference image, string outcome, ImageSignException failure)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(failure);
        writer.WriteStartObject();
        writer.WriteString("schema", schema);
        WriteImage(writer, image);
        writer.WriteString("outcome", outcome);
        WriteError(writer, failure);
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, ImageSignException failure)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", failure.Code.Id);
        writer.WriteString("message", failure.Message);
        writer.WriteString("remedy", failure.Remedy);
        writer.WriteEndObject();
    }
}
