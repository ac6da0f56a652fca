using System.Text.Json;

namespace ImageSign.Tasks;

/// <summary>
/// The JSON that tells a pipeline what was signed (docs/schemas/imagesign.publish.v1.schema.json). The targets delete it before the push and this writes
/// it at the very end, whole or not at all: where the file is, everything in it was signed.
/// </summary>
internal sealed class ResultFile(string path)
{
    private const string Schema = "imagesign.publish/v1";

    public void Write(IReadOnlyList<SignedImage> images)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WriteJson(temporary, images);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw ErrorCodes.ResultFileNotWritten.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    private static void WriteJson(string path, IReadOnlyList<SignedImage> images)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartArray("images");
            foreach (var image in images) WriteImage(json, image);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
    }

    private static void WriteImage(Utf8JsonWriter json, SignedImage image)
    {
        json.WriteStartObject();
        json.WriteString("reference", image.Reference.ToString());
        json.WriteString("registry", image.Registry);
        json.WriteString("repository", image.Repository);
        json.WriteStartArray("tags");
        foreach (var tag in image.Tags) json.WriteStringValue(tag);
        json.WriteEndArray();
        if (image.Archive.Length > 0) json.WriteString("archive", image.Archive);
        json.WriteString("digest", image.Descriptor.Digest.ToString());
        if (image.Replaces is { } old) json.WriteString("replaces", old.ToString());
        json.WriteString("mediaType", image.Descriptor.MediaType);
        json.WriteNumber("size", image.Descriptor.Size);
        if (image.Descriptor.Platform is { } platform) json.WriteString("platform", platform.ToString());
        json.WriteStartArray("signatures");
        foreach (var signature in image.Signatures)
        {
            json.WriteStartObject();
            json.WriteString("format", signature.Format);
            json.WriteString("digest", signature.Digest.ToString());
            json.WriteString("placement", signature.Placement);
            json.WriteString("key", signature.KeyFingerprint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
