using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>Gives an image another configuration in a store that has manifests: the new manifest is there and readable before the tag moves.</summary>
internal sealed class ManifestRewriter(ICopyDestination store, ImageReference place) : IImageRewriter
{
    public async Task<RewrittenImage> RewriteAsync(IImageContent image, ReadOnlyMemory<byte> config, CancellationToken cancellationToken)
    {
        var old = ((ManifestImage)image).Manifest;
        var descriptor = Descriptor.Of(old.Config!.MediaType, config.Span);
        await store.WriteBlobAsync(descriptor, config, cancellationToken).ConfigureAwait(false);
        var manifest = ManifestDocument.Parse(WithConfig(old, descriptor), old.Descriptor.MediaType);
        await store.WriteManifestAsync(manifest, cancellationToken).ConfigureAwait(false);
        await store.ReadManifestAsync(manifest.Descriptor, cancellationToken).ConfigureAwait(false);
        var now = await store.ResolveAsync(place, cancellationToken).ConfigureAwait(false);
        if (now.Descriptor.Digest != old.Descriptor.Digest) throw ErrorCodes.ImageChangedMeanwhile.With(place);
        await store.PublishAsync(manifest, place.Tag, cancellationToken).ConfigureAwait(false);
        return new RewrittenImage(old.Descriptor.Digest, manifest.Descriptor.Digest);
    }

    private static ReadOnlyMemory<byte> WithConfig(ImageManifest old, Descriptor config)
    {
        using var json = OciJson.Parse(old.Raw, "the manifest");
        return ManifestWriter.Json(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Name != "config")
                {
                    member.WriteTo(writer);
                    continue;
                }

                writer.WritePropertyName(member.Name);
                DescriptorJson.Write(writer, config);
            }

            writer.WriteEndObject();
        });
    }
}
