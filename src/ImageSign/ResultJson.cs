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
        writer.WriteStartObject("subject");
        writer.WriteString("mediaType", subject.MediaType);
        writer.WriteString("digest", subject.Digest.ToString());
        writer.WriteNumber("size", subject.Size);
        if (subject.Platform is not null) writer.WriteString("platform", subject.Platform.ToString());
        writer.WriteEndObject();
    }

    public static void WriteError(Utf8JsonWriter writer, ImageSignException failure)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", failure.Code.Id);
        writer.WriteString("message", failure.Message);
        writer.WriteString("remedy", failure.Remedy);
        writer.WriteEndObject();
    }
}
