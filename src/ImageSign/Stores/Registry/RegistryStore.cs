using System.Net;
using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>One repository of a registry, over the OCI distribution protocol 1.1.</summary>
internal sealed partial class RegistryStore(RegistryTransport transport, string name, string repository, ReferrersSupport referrersSupport, TimeProvider time)
    : ICopyDestination, IBlobSource, IMarkerStore, ITagMover
{
    private static readonly string[] ManifestTypes = [MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.DockerManifest, MediaTypes.DockerManifestList, MediaTypes.OciArtifact];

    public string Name => name;

    /// <summary>Where what was read by its digest is kept, or null.</summary>
    public ContentCache? Cache { get; init; }

    public async Task<ManifestDocument> ResolveAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var reference = image.Digest?.ToString() ?? image.Tag!;
        return await FindManifestAsync(reference, image.Digest, servedAs: null, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.ImageNotFound.With(image, $"the registry {transport.Host}");
    }

    public async Task<ManifestDocument> ReadManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.Size > Limits.MaxManifestBytes) throw ErrorCodes.OverLimit.With($"The manifest {descriptor.Digest}", $"{Limits.MaxManifestBytes} bytes");
        var document = await FindManifestAsync(descriptor.Digest.ToString(), descriptor.Digest, descriptor.MediaType, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.ContentMissing.With(name, descriptor.Digest);
        return document.Descriptor.Size == descriptor.Size ? document : throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {descriptor.Size} bytes, the manifest has {document.Descriptor.Size}");
    }

    public async Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor descriptor, int limit, CancellationToken cancellationToken)
    {
        var what = $"The blob {descriptor.Digest}";
        if (descriptor.Size > limit) throw ErrorCodes.OverLimit.With(what, $"{limit} bytes");
        if (Cache?.Find(name, descriptor.Digest) is { } kept && kept.Bytes.Length == descriptor.Size) return kept.Bytes;
        var request = new RegistryRequest(HttpMethod.Get, $"{repository}/blobs/{descriptor.Digest}", repository) { Limit = limit, What = what };
        var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (answer.Status == HttpStatusCode.NotFound) throw ErrorCodes.ContentMissing.With(name, descriptor.Digest);
        RequireDigest(what, descriptor.Digest, answer.Body);
        if (answer.Body.Length != descriptor.Size) throw OciJson.Malformed($"the descriptor of {descriptor.Digest}", $"it says {descriptor.Size} bytes, the blob has {answer.Body.Length}");
        Cache?.Add(name, descriptor.Digest, new CachedContent(answer.Body, answer.ContentType));
        return answer.Body;
    }

    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{repository}/referrers/{subject}";
        for (var page = 0; ; page++)
        {
            if (page == Limits.MaxPages) throw ErrorCodes.OverLimit.With($"The list of referrers of {subject}", $"{Limits.MaxPages} pages");
            var request = new RegistryRequest(HttpMethod.Get, path, repository) { Accept = [MediaTypes.OciIndex], What = "The list of referrers" };
            var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
            // distribution-spec 1.1, "Listing Referrers": "If the registry supports the referrers API, it MUST NOT return a 404".
            if (!answer.Succeeded || answer.ContentType != MediaTypes.OciIndex) break;
            foreach (var entry in ((ImageIndex)ManifestDocument.Parse(answer.Body, MediaTypes.OciIndex)).Manifests) yield return entry;
            if (NextPage(answer) is not { } next) yield break;
            path = next;
        }

        if (await FindManifestAsync(ContributionId.SubjectTag(subject), expected: null, servedAs: null, cancellationToken).ConfigureAwait(false) is not { } fallback) yield break;
        var index = fallback as ImageIndex ?? throw ErrorCodes.SharedTagConflict.With(ContributionId.SubjectTag(subject), name, "an index of referrers");
        foreach (var entry in index.Manifests) yield return entry;
    }

    public Task<ManifestDocument?> ReadSharedTagAsync(Digest subject, string suffix, CancellationToken cancellationToken) =>
        FindManifestAsync(ContributionId.SubjectTag(subject) + suffix, expected: null, servedAs: null, cancellationToken);

    public async IAsyncEnumerable<ManifestDocument> ReadMarkersAsync(Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await ListMarkersAsync(subject, cancellationToken).ConfigureAwait(false) is not { } ids) yield break;
        foreach (var id in ids)
        {
            if (await ReadMarkerAsync(subject, id, cancellationToken).ConfigureAwait(false) is { } marker) yield return marker;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<ManifestDocument?> FindManifestAsync(string reference, Digest? expected, string? servedAs, CancellationToken cancellationToken)
    {
        var what = $"The manifest {reference}";
        if (expected is not { } digest) return await ReadAsync().ConfigureAwait(false) is { } tagged ? ManifestDocument.Parse(tagged.Bytes, tagged.ContentType ?? servedAs) : null;
        var content = Cache?.Find(name, digest) ?? await ReadAsync().ConfigureAwait(false);
        if (content is null) return null;
        RequireDigest(what, digest, content.Bytes);
        if (servedAs is not null && content.ContentType is not null && content.ContentType != servedAs) throw OciJson.Malformed(what, $"its descriptor says '{servedAs}' but it was served as '{content.ContentType}'");
        Cache?.Add(name, digest, content);
        return ManifestDocument.Parse(content.Bytes, content.ContentType ?? servedAs);

        async Task<CachedContent?> ReadAsync()
        {
            var request = new RegistryRequest(HttpMethod.Get, $"{repository}/manifests/{reference}", repository) { Accept = ManifestTypes, Limit = Limits.MaxManifestBytes, What = what };
            var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
            return answer.Status == HttpStatusCode.NotFound ? null : new CachedContent(answer.Body, answer.ContentType);
        }
    }

    /// <summary>The ids in the marker tags of a subject; null when the registry does not let tags be listed.</summary>
    private async Task<IReadOnlyList<string>?> ListMarkersAsync(Digest subject, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var path = $"{repository}/tags/list";
        var count = 0;
        for (var page = 0; page < Limits.MaxPages; page++)
        {
            var request = new RegistryRequest(HttpMethod.Get, path, repository) { What = "The list of tags" };
            var answer = await transport.SendAsync(request, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound && page == 0) return ids;
            if (!answer.Succeeded) return null;
            foreach (var tag in TagList.Read(answer.Body))
            {
                if (++count > Limits.MaxTags) throw ErrorCodes.OverLimit.With($"The list of tags of {name}", $"{Limits.MaxTags} tags");
                if (ContributionId.FromMarkerTag(subject, tag) is not { } id) continue;
                if (ids.Count == Limits.MaxMarkers) throw ErrorCodes.OverLimit.With($"The number of markers of {subject}", $"{Limits.MaxMarkers}");
                ids.Add(id);
            }

            if (NextPage(answer) is not { } next) return ids;
            path = next;
        }

        throw ErrorCodes.OverLimit.With($"The list of tags of {name}", $"{Limits.MaxPages} pages");
    }

    /// <summary>The manifest under a marker tag, when its digest is what the tag says; null otherwise: somebody else's, or gone.</summary>
    private async Task<ImageManifest?> ReadMarkerAsync(Digest subject, string id, CancellationToken cancellationToken)
    {
        try
        {
            var marker = await FindManifestAsync(ContributionId.MarkerTag(subject, id), expected: null, servedAs: null, cancellationToken).ConfigureAwait(false);
            return marker is ImageManifest manifest && ContributionId.Of(manifest.Descriptor.Digest) == id ? manifest : null;
        }
        catch (ImageSignException e) when (!e.Code.Undecided || e.Code == ErrorCodes.OverLimit)
        {
            // What is malformed or over a limit under a marker's name is nobody's signature, and must not keep the others from being found.
            return null;
        }
    }

    /// <summary>RFC 8288: the next page of a listing; only on the registry's own origin, so that no other host is asked.</summary>
    private static string? NextPage(RegistryAnswer answer)
    {
        if (answer.Header("Link") is not { } link || !link.Contains("rel=\"next\"", StringComparison.Ordinal)) return null;
        var start = link.IndexOf('<', StringComparison.Ordinal);
        var end = link.IndexOf('>', StringComparison.Ordinal);
        if (start < 0 || end <= start) return null;
        var next = RegistryTransport.Resolve(answer, link[(start + 1)..end]);
        return RegistryEndpoint.IsSameOrigin(next, answer.Address)
            ? next.AbsoluteUri
            : throw ErrorCodes.RegistryError.With(answer.Address.Authority, "a listing that goes on at another host", "GET");
    }

    private static void RequireDigest(string what, Digest expected, ReadOnlyMemory<byte> content)
    {
        var actual = Digest.Of(content.Span);
        if (actual != expected) throw ErrorCodes.DigestMismatch.With(what, expected, actual);
    }
}
