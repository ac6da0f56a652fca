using System.Text.Json;

namespace ImageSign.Tasks;

/// <summary>
/// The JSON that tells a pipeline what was signed (docs/schemas/imagesign.publish.v1.schema.json). The targets delete it before the push and this writes
/// it at the very end, whole or not at all: where the file is, everything in it was signed.
/// </summary>
internal sealed class ResultFile(string path)
{
    /// <summary>What is appended to its name until the tags have moved.</summary>
    public const string PendingSuffix = ".pending";

    private const string Schema = "imagesign.publish/v1";

    /// <summary>Makes sure that the file of the last publish does not outlive the start of this one.</summary>
    public void Delete()
    {
        try
        {
            foreach (var file in new[] { path, path + PendingSuffix }.Where(File.Exists)) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.ResultFileUnusable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Finds out before the push whether there is a way to write the file, by writing another one beside it.</summary>
    public void RequireWritable()
    {
        if (Directory.Exists(path)) throw ErrorCodes.ResultFileUnusable.With(path, "it is a directory");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
            using var probe = new FileStream($"{path}.{Guid.NewGuid():N}.tmp", options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.ResultFileUnusable.Because(e, path, e.Message.TrimEnd('.'));
        }
    }

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
