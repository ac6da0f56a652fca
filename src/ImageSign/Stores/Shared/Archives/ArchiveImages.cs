using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>The images that an archive holds, in either of the two ways to write one; when it is written in both ways, both must say the same.</summary>
internal static class ArchiveImages
{
    private const string Prefix = "sha256:";

    /// <summary>The images of manifest.json with their configurations; empty when there is no manifest.json.</summary>
    public static async Task<IReadOnlyList<DockerArchiveImage>> ReadDockerAsync(ArchiveFile archive, CancellationToken cancellationToken)
    {
        if (archive.Find(DockerImage.FileName) is not { } manifest) return [];
        var images = new List<DockerArchiveImage>();
        foreach (var entry in DockerImage.Parse(await ReadAsync(archive, manifest, Limits.MaxManifestBytes, cancellationToken).ConfigureAwait(false)))
        {
            var config = archive.Find(entry.Config) ?? throw ErrorCodes.ArchiveRefused.With(archive.Name, $"it has no '{entry.Config}'");
            var bytes = await ReadAsync(archive, config, Limits.MaxConfigBytes, cancellationToken).ConfigureAwait(false);
            var image = new DockerArchiveImage(archive, entry, bytes);
            if (NamedDigest(entry.Config) is { } named && named != image.Digest) throw ErrorCodes.ArchiveRefused.With(archive.Name, $"'{entry.Config}' is not named after its content");
            images.Add(image);
        }

        return images;
    }

    /// <summary>
    /// Refuses a file in which <c>docker load</c> would find other images than a reader of OCI layouts. Docker itself writes an index.json that names
    /// fewer images than manifest.json, or none: that contradicts nothing, but it is manifest.json that such a file is read by.
    /// </summary>
    public static async Task RequireOneViewAsync(ArchiveFile archive, ArchiveView readBy, CancellationToken cancellationToken)
    {
        if (archive.Find(DockerImage.FileName) is null || archive.Find(LayoutReader.IndexFile) is null) return;
        var docker = await ReadDockerAsync(archive, cancellationToken).ConfigureAwait(false);
        var reader = new LayoutReader(new ArchiveLayout(archive));
        var oci = new List<ImageManifest>();
        foreach (var entry in await new LayoutResolver(reader).ImagesAsync(await reader.ReadIndexFileAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
        {
            await CollectAsync(archive, reader, entry, oci, 0, cancellationToken).ConfigureAwait(false);
        }

        var one = docker.Select(image => $"{image.Digest} {string.Join(' ', image.Entry.Layers)}").ToHashSet(StringComparer.Ordinal);
        var other = oci.Select(image => $"{image.Config!.Digest} {string.Join(' ', image.Layers.Select(layer => ArchiveLayout.NameOf(layer.Digest)))}").ToHashSet(StringComparer.Ordinal);
        if (!other.IsSubsetOf(one)) throw ErrorCodes.ArchiveRefused.With(archive.Name, "manifest.json and index.json describe different images");
        if (readBy == ArchiveView.Oci && other.Count < one.Count) throw ErrorCodes.IndexIncomplete.With(archive.Name, other.Count == 0 ? "no image" : "fewer images than manifest.json");
    }

    private static async Task CollectAsync(ArchiveFile archive, LayoutReader reader, Descriptor entry, List<ImageManifest> images, int depth, CancellationToken cancellationToken)
    {
        if (depth > Limits.MaxIndexDepth) throw ErrorCodes.OverLimit.With("The depth of the index", $"{Limits.MaxIndexDepth} levels");
        // docker save leaves out the platforms that were never pulled, and lists what BuildKit attests.
        if (archive.Find(ArchiveLayout.NameOf(entry.Digest)) is null || entry.Platform is { IsUnknown: true } || !LayoutResolver.MayBeImage(entry)) return;
        switch (await reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false))
        {
            case ImageManifest { Config: not null } image:
                images.Add(image);
                break;
            case ImageIndex index:
                foreach (var child in index.Manifests) await CollectAsync(archive, reader, child, images, depth + 1, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static async Task<byte[]> ReadAsync(ArchiveFile archive, TarMember member, int limit, CancellationToken cancellationToken)
    {
        if (member.Length > limit) throw ErrorCodes.OverLimit.With($"'{member.Name}' of {archive.Name}", $"{limit} bytes");
        var content = await archive.OpenAsync(member, cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var bytes = new byte[member.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>The digest that a configuration's file is named after: <c>HEX.json</c>, <c>blobs/sha256/HEX</c>, crane's <c>sha256:HEX</c>; null for any other name.</summary>
    private static Digest? NamedDigest(string name)
    {
        var file = Path.GetFileNameWithoutExtension(name);
        return Digest.TryParse(file.StartsWith(Prefix, StringComparison.Ordinal) ? file : Prefix + file, out var digest) ? digest : null;
    }
}
