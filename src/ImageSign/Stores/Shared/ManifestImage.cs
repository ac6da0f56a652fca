using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>An image of a store that has manifests, as what runs.</summary>
internal sealed class ManifestImage(IBlobSource blobs, ImageManifest manifest, ReadOnlyMemory<byte> config) : IImageContent
{
    public ImageManifest Manifest => manifest;

    public Digest Digest => manifest.Descriptor.Digest;

    public ReadOnlyMemory<byte> Config => config;

    public int LayerCount => manifest.Layers.Count;

    /// <summary>The image of <paramref name="document"/>; null when that is no image, or the store cannot stream its layers.</summary>
    public static async Task<ManifestImage?> OpenAsync(IImageStore store, ManifestDocument document, CancellationToken cancellationToken)
    {
        if (store is not IBlobSource blobs || document is not ImageManifest { ArtifactType: null, Config: { MediaType: MediaTypes.OciConfig or MediaTypes.DockerConfig } config } manifest) return null;
        return new ManifestImage(blobs, manifest, await store.ReadBlobAsync(config, Limits.MaxConfigBytes, cancellationToken).ConfigureAwait(false));
    }

    public async Task VisitLayersAsync(Func<IReadOnlyList<int>, Stream, Task> visit, CancellationToken cancellationToken)
    {
        foreach (var same in manifest.Layers.Index().GroupBy(pair => pair.Item.Digest))
        {
            var content = await blobs.OpenBlobAsync(same.First().Item, cancellationToken).ConfigureAwait(false);
            await using var closing = content.ConfigureAwait(false);
            await visit([.. same.Select(pair => pair.Index)], content).ConfigureAwait(false);
        }
    }
}
