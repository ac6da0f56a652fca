using System.Net;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>One repository of a registry, over the OCI distribution protocol 1.1.</summary>
internal sealed partial class RegistryStore(RegistryTransport transport, string name, string repository, ReferrersSupport referrersSupport, TimeProvider time)
    : ICopyDestination, IBlobSource, IMarkerStore, ITagMover
{
    private static readonly string[] ManifestTypes = [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerManifestList, MediaTypes.OciArtifact];

    private static readonly HttpStatusCode[] Absent = [HttpStatusCode.NotFound];
    private static readonly HttpStatusCode[] AbsentToWriters = [HttpStatusCode.NotFound, HttpStatusCode.Forbidden,
        HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest];

    public string Name => name;

    /// <summary>Where what was read by its digest is kept, or null.</summary>
    public ContentCache? Cache { get; init; }

    public async Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var found = image.Digest is { } digest
            ? await FindManifestAsync(digest, servedAs: null, size: null, cancellationToken).ConfigureAwait(false)
            : await FindTaggedAsync(image.Tag!, cancellationToken).ConfigureAwait(false);
        return found ?? throw ErrorCodes.ImageNotFound.With(image, $"the registry {transport.Host}");
    }

    public async Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.Size > Limits.MaxManifestBytes) throw ErrorCodes.OverLimit.With($"The manifest {descriptor.Digest}", $"{Limits.MaxManifestBytes} bytes");
        var document = await FindManifestAsync(descriptor.Digest, descriptor.MediaType, descriptor.Size,
            cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.ContentMissing.With(name, descriptor.Digest);
        return document.Descriptor.Size == descriptor.Size ? document : throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {descriptor.Size} bytes, the manifest has {document.Descriptor.Size}");
    }

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken)
    {
        var what = $"The blob {descriptor.Digest}";
        if (descriptor.Size > limit) throw ErrorCodes.OverLimit.With(what, $"{limit} bytes");
        if (Cache?.Find(name, descriptor.Digest) is { } kept && kept.Bytes.Length == descriptor.Size) return kept.Bytes;
        var request = new RegistryRequest(HttpMethod.Get, $"{repository}/blobs/{descriptor.Digest}", repository)
        { Limit = limit, What = what, ContentSize = descriptor.Size };
        var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound) throw ErrorCodes.ContentMissing.With(name, descriptor.Digest);
        RequireDigest(what, descriptor.Digest, answer);
        if (answer.Body.Length != descriptor.Size) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {descriptor.Size} bytes, the blob has {answer.Body.Length}");
        Cache?.Add(name, descriptor.Digest, new CachedContent(answer.Body, answer.ContentType));
        return answer.Body;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<ManifestDocument?> FindTaggedAsync(string tag, CancellationToken cancellationToken) =>
        FindTaggedAsync(tag, isWritten: false, cancellationToken);

    /// <summary>
    /// What a tag names, or null. Some registries answer 403, 401 or 400 for a tag that is not there (Artifactory, Harbor). That
    /// decides nothing for a reader; for somebody who
    /// is about to write the tag it is not there, unless the registry lists it: what cannot be read must not be overwritten.
    /// </summary>
    private async Task<ManifestDocument?> FindTaggedAsync(string tag, bool isWritten, CancellationToken cancellationToken) =>
        await ReadTaggedAsync(tag, isWritten, cancellationToken).ConfigureAwait(false) is { } content
            ? ManifestDocument.Parse(content.Bytes, content.ContentType) : null;

    private async Task<CachedContent?> ReadTaggedAsync(string tag, bool isWritten, CancellationToken cancellationToken)
    {
        var request = ManifestRequest(tag, size: null);
        var answer = await transport.SendAsync(request, cancellationToken, isWritten ? AbsentToWriters : Absent).ConfigureAwait(false);
        if (answer.Succeeded) return new CachedContent(DocumentIn(request, answer), answer.ContentType);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        return await ListTagsAsync(listed => listed == tag, 1, cancellationToken).ConfigureAwait(false) is [_]
            ? throw transport.Failure(request, answer) : null;
    }

    private async Task<ManifestDocument?> FindManifestAsync(Digest digest, string? servedAs, long? size,
        CancellationToken cancellationToken)
    {
        var request = ManifestRequest(digest.ToString(), size);
        var content = Cache?.Find(name, digest) ?? await ReadAsync().ConfigureAwait(false);
        if (content is null) return null;
        if (servedAs is not null && content.ContentType is not null
            && content.ContentType != servedAs) throw OciJson.Malformed(request.What,
            $"its descriptor says '{servedAs}' but it was served as '{content.ContentType}'");
        Cache?.Add(name, digest, content);
        return ManifestDocument.Parse(content.Bytes, content.ContentType ?? servedAs);

        async Task<CachedContent?> ReadAsync()
        {
            var answer = await transport.SendAsync(request, cancellationToken, Absent).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound) return null;
            var bytes = DocumentIn(request, answer);
            RequireDigest(request.What, digest, answer);
            return new CachedContent(bytes, answer.ContentType);
        }
    }

    private RegistryRequest ManifestRequest(string reference, long? size) =>
        new(HttpMethod.Get, $"{repository}/manifests/{reference}", repository)
        {
            Accept = ManifestTypes,
            Limit = Limits.MaxManifestBytes,
            What = $"The manifest {reference}",
            ContentSize = size,
        };

    /// <summary>The body of an answer that should hold a document: the page of a proxy is no evidence of anything.</summary>
    private ReadOnlyMemory<byte> DocumentIn(RegistryRequest request, RegistryAnswer answer) =>
        ServedType.IsNoDocument(answer.ContentType, answer.Body.Span)
        ? throw ErrorCodes.AnswerUnreadable.With(transport.Host,
            $"{request.What} comes as {answer.ContentType ?? "something"} that is no such document")
        : answer.Body;

    private void RequireDigest(string what, Digest expected, RegistryAnswer answer)
    {
        var actual = Digest.Of(answer.Body.Span);
        if (actual == expected) return;
        if (ServedType.IsWebPage(answer.ContentType)) throw ErrorCodes.AnswerUnreadable.With(transport.Host,
            $"{what} comes as {answer.ContentType}, a page of something else");
        if (answer.WasCoded) throw ErrorCodes.AnswerUnreadable.With(transport.Host,
            $"{what} comes in a content coding that was not asked for, and is something else without it");
        throw ErrorCodes.DigestMismatch.With(what, expected, actual);
    }
}
