using System.Net;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>Copying: blobs as streams, mounts between repositories, manifests byte for byte.</summary>
internal sealed partial class RegistryStore
{
    public async Task<Stream> OpenBlobAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, $"{repository}/blobs/{descriptor.Digest}", repository)
        { Streams = true, ContentSize = descriptor.Size };
        var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        return new VerifiedStream(answer.Stream ?? throw ErrorCodes.ContentMissing.With(name, descriptor.Digest), descriptor);
    }

    public Task<bool> WriteBlobAsync(Descriptor descriptor, ImageReference origin, Func<CancellationToken, Task<Stream>> open, CancellationToken cancellationToken) =>
        UploadAsync(descriptor, MountSource(origin), new RegistryRequest(HttpMethod.Put, "", repository) { Upload = (open, descriptor.Size) }, cancellationToken);

    public Task WriteManifestAsync(ManifestDocument document, CancellationToken cancellationToken) =>
        PutManifestAsync(document.Descriptor.Digest.ToString(), document.Raw, document.Descriptor.MediaType, cancellationToken);

    public async Task<Digest?> FindTagAsync(string tag, CancellationToken cancellationToken) =>
        (await FindTaggedAsync(tag, isWritten: true, cancellationToken).ConfigureAwait(false))?.Descriptor.Digest;

    public Task PublishAsync(ManifestDocument document, string? tag, CancellationToken cancellationToken) =>
        tag is null ? Task.CompletedTask : PutManifestAsync(tag, document.Raw, document.Descriptor.MediaType, cancellationToken);

    // No registry offers a compare-and-swap: the time between this look and the write is all that is left to somebody else.
    public async Task MoveTagAsync(ManifestDocument document, string tag, Digest? from, CancellationToken cancellationToken)
    {
        await transport.SendAsync(Put(tag, document.Raw, document.Descriptor.MediaType) with { Before = RequireUnmovedAsync }, cancellationToken).ConfigureAwait(false);

        async Task RequireUnmovedAsync(CancellationToken token)
        {
            var now = await FindTagAsync(tag, token).ConfigureAwait(false);
            if (now != from && now != document.Descriptor.Digest) throw ErrorCodes.TagMovedMeanwhile.With(tag, name, from?.ToString() ?? "nothing", now?.ToString() ?? "nothing");
        }
    }

    /// <summary>Only a repository of this registry can be mounted from; the repository itself says whether the blob is there already.</summary>
    private string MountSource(ImageReference origin) => origin.Transport == Transport.Registry && origin.Registry == transport.Host ? origin.Repository : repository;
}
