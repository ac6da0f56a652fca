using System.Net;
using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>Uploads: what saves requests is tried first, and what every registry must take is tried last.</summary>
internal sealed partial class RegistryStore
{
    private const int MaxUploadAttempts = 3;

    /// <summary>
    /// Largest blob that is sent on the chance that the registry takes it whole; one that does not gets it a second time.
    /// </summary>
    private const int MaxWholeBytes = 64 * 1024;

    /// <summary>What has another way: everything but the refusal of a login, and what trying again is for.</summary>
    private static readonly HttpStatusCode[] NotLikeThis =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotAcceptable,
        HttpStatusCode.Conflict, HttpStatusCode.LengthRequired, HttpStatusCode.PreconditionFailed, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.RequestedRangeNotSatisfiable, HttpStatusCode.UnprocessableEntity,
        HttpStatusCode.InternalServerError, HttpStatusCode.NotImplemented,
    ];

    /// <summary>Repositories of this registry that nothing can be mounted from, as it turned out.</summary>
    private readonly HashSet<string> _notMounted = new(StringComparer.Ordinal);

    /// <summary>Uploads a blob unless it is there; true when that took an upload session.</summary>
    private async Task<bool> UploadAsync(Descriptor descriptor, string mountFrom, RegistryRequest body, CancellationToken cancellationToken)
    {
        body = body with { ContentType = "application/octet-stream" };
        var session = await StartAtOnceAsync(descriptor, mountFrom, body, cancellationToken).ConfigureAwait(false);
        if (session is { Status: HttpStatusCode.Created }) return false;
        for (var attempt = 1; ; attempt++)
        {
            session ??= await StartUploadAsync(cancellationToken).ConfigureAwait(false);
            var (upload, done) = await PutAsync(session, descriptor, body, cancellationToken).ConfigureAwait(false);
            if (done.Succeeded) return true;
            if (done.Status != HttpStatusCode.NotFound)
            {
                return await UploadInPartsAsync(descriptor, body, cancellationToken).ConfigureAwait(false)
                    ? true
                    : throw transport.Failure(upload, done);
            }

            // The upload session expired between the two requests: begin again.
            if (attempt == MaxUploadAttempts) throw transport.Failure(upload, done);
            session = null;
        }
    }

    /// <summary>
    /// Asks for everything at once: mount the blob if it is there, or take it whole if it is small, or open an upload
    /// (distribution-spec 1.1, "Mounting a blob from another repository" and "Single POST"). 201 when nothing is left to send; 202, an
    /// upload as any other; null when the registry wants none of that.
    /// </summary>
    private async Task<RegistryAnswer?> StartAtOnceAsync(Descriptor descriptor, string mountFrom, RegistryRequest body,
        CancellationToken cancellationToken)
    {
        var whole = body.Content is { Length: <= MaxWholeBytes };
        var mounts = !_notMounted.Contains(mountFrom);
        if (!mounts && !whole) return null;
        var query = mounts ? $"mount={descriptor.Digest}&from={Uri.EscapeDataString(mountFrom)}" : "";
        if (whole) query = $"{query}{(mounts ? "&" : "")}digest={descriptor.Digest}";
        var request = new RegistryRequest(HttpMethod.Post, $"{repository}/blobs/uploads/?{query}", repository)
        { From = mounts && mountFrom != repository ? mountFrom : null };
        if (whole) request = request with { Content = body.Content, ContentType = body.ContentType };
        var answer = await transport.TryAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer is null && mountFrom != repository) _notMounted.Add(mountFrom);
        return answer is { Status: HttpStatusCode.Created } || answer?.Headers.Location is not null ? answer : null;
    }

    /// <summary>distribution-spec 1.1, "POST then PUT": the way that every registry has.</summary>
    private Task<RegistryAnswer> StartUploadAsync(CancellationToken cancellationToken) =>
        transport.SendAsync(new RegistryRequest(HttpMethod.Post, $"{repository}/blobs/uploads/", repository), cancellationToken);

    private async Task<(RegistryRequest Request, RegistryAnswer Answer)> PutAsync(RegistryAnswer session, Descriptor descriptor,
        RegistryRequest body, CancellationToken cancellationToken)
    {
        var upload = body with { Path = WithDigest(LocationOf(session), descriptor.Digest) };
        return (upload, await transport.SendAsync(upload, cancellationToken, NotLikeThis).ConfigureAwait(false));
    }

    /// <summary>
    /// Sends the blob with PATCH and closes the upload with an empty PUT, as docker does ("Pushing a blob in chunks", with one chunk):
    /// for registries that take no body with PUT.
    /// Some want to be told the range, others refuse to be told.
    /// </summary>
    private async Task<bool> UploadInPartsAsync(Descriptor descriptor, RegistryRequest body, CancellationToken cancellationToken)
    {
        foreach (var range in (string?[])[null, $"0-{descriptor.Size - 1}"])
        {
            var session = await StartUploadAsync(cancellationToken).ConfigureAwait(false);
            var patch = body with { Method = HttpMethod.Patch, Path = LocationOf(session).AbsoluteUri, ContentRange = range };
            var taken = await transport.SendAsync(patch, cancellationToken, NotLikeThis).ConfigureAwait(false);
            if (!taken.Succeeded) continue;
            // "The <location> … MUST be used for the next chunk"; some registries leave it out when it stays the same.
            var location = taken.Headers.Location is null ? LocationOf(session) : LocationOf(taken);
            var close = new RegistryRequest(HttpMethod.Put, WithDigest(location, descriptor.Digest), repository);
            if ((await transport.SendAsync(close, cancellationToken, NotLikeThis).ConfigureAwait(false)).Succeeded) return true;
        }

        return false;
    }

    private Uri LocationOf(RegistryAnswer answer) =>
        RegistryTransport.Resolve(answer, answer.Headers.Location?.OriginalString ?? throw ErrorCodes.RegistryError.With(transport.Host,
            "no upload location", "POST"));

    private static string WithDigest(Uri address, Digest digest)
    {
        var query = $"digest={Uri.EscapeDataString(digest.ToString())}";
        return new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query }.Uri.AbsoluteUri;
    }
}
