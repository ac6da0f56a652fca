using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>Gives one image of a docker-archive another configuration.</summary>
internal static class DockerArchiveRewrite
{
    /// <summary>Writes the archive to <paramref name="path"/> with <paramref name="config"/> in place of that image's; the other images stay as they are.</summary>
    /// <param name="archive">The archive as it is.</param>
    /// <param name="path">Where the new one goes; it may be the same file.</param>
    /// <param name="replaced">The image that gets the configuration.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="cancellationToken">Cancels; then nothing changed.</param>
    /// <param name="names">The names that the image gets when it is loaded; null for those that it has.</param>
    public static async Task ReplaceAsync(ArchiveFile archive, string path, DockerImage replaced, ReadOnlyMemory<byte> config, CancellationToken cancellationToken, IReadOnlyList<string>? names = null)
    {
        var images = await ArchiveImages.ReadDockerAsync(archive, cancellationToken).ConfigureAwait(false);
        var name = $"{Digest.Of(config.Span).Hex}.json";
        var entries = images.Select(image => image.Entry.Config == replaced.Config ? image.Entry with { Config = name, RepoTags = names ?? image.Entry.RepoTags } : image.Entry).ToList();
        // What else there is describes the old image to engines of long ago ('repositories', one directory for each layer) or as an OCI layout.
        var kept = entries.SelectMany(entry => entry.Layers.Append(entry.Config)).Where(file => file != name).ToHashSet(StringComparer.Ordinal);
        var output = new ArchiveOutput(path, archive.IsCompressed);
        await using var discarding = output.ConfigureAwait(false);
        await output.CopyAsync(archive, member => kept.Contains(member.Name), cancellationToken).ConfigureAwait(false);
        await output.AddAsync(name, config, cancellationToken).ConfigureAwait(false);
        await output.AddAsync(DockerImage.FileName, Manifest(entries), cancellationToken).ConfigureAwait(false);
        // Windows puts nothing in the place of a file that is open.
        if (archive.Name == path) archive.Dispose();
        await output.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<byte> Manifest(IEnumerable<DockerImage> entries) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartArray();
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteString("Config", entry.Config);
            WriteStrings(writer, "RepoTags", entry.RepoTags);
            WriteStrings(writer, "Layers", entry.Layers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteStrings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
