using System.Net;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>Writing: uploads, and the two ways in which an artifact is attached to its subject.</summary>
internal sealed partial class RegistryStore
{
    private const int MaxUploadAttempts = 3;

    /// <summary>Largest blob that is sent on the chance that the registry takes it whole; one that does not gets it a second time.</summary>
    private const int MaxWholeBytes = 64 * 1024;

    private const int MaxRounds = 40;
    private const int MaxSettleRounds = 5;

    /// <summary>How long a read-modify-write of a peer takes at most, as observed, with room: what is waited where markers cannot be listed.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    /// <summary>What a registry may say to a body, or a parameter, where it expects none.</summary>
    private static readonly HttpStatusCode[] NoBodyHere =
        [HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.NotImplemented];

    public Task WriteBlobAsync(Descriptor descriptor, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        UploadAsync(descriptor, repository, new RegistryRequest(HttpMethod.Put, "", repository) { Content = content }, cancellationToken);

    public async Task<AttachResult> AttachReferrerAsync(ImageManifest artifact, CancellationToken cancellationToken)
    {
        var subject = artifact.Subject?.Digest ?? throw new ArgumentException("A referrer has a subject.", nameof(artifact));
        if (!referrersSupport.IsMissing(transport.Host) && await PutManifestAsync(artifact.Descriptor.Digest.ToString(), artifact.Raw, artifact.Descriptor.MediaType, cancellationToken).ConfigureAwait(false))
        {
            return new AttachResult("referrers-api");
        }

        return await WriteSharedAsync(subject, new ReferrersIndex(subject), artifact, "referrers-tag", cancellationToken).ConfigureAwait(false);
    }

    public Task<AttachResult> AttachToSharedTagAsync(Digest subject, string suffix, ImageManifest contribution, CancellationToken cancellationToken) =>
        WriteSharedAsync(subject, new SignatureTag(subject, suffix), contribution, "tag", cancellationToken);

    /// <summary>Uploads a blob unless it is there; true when that took an upload session.</summary>
    private async Task<bool> UploadAsync(Descriptor descriptor, string mountFrom, RegistryRequest body, CancellationToken cancellationToken)
    {
        body = body with { ContentType = "application/octet-stream" };
        for (var attempt = 1; ; attempt++)
        {
            var session = await StartUploadAsync(descriptor, mountFrom, body, cancellationToken).ConfigureAwait(false);
            if (session.Status == HttpStatusCode.Created) return false;
            var location = session.Headers.Location?.OriginalString ?? throw ErrorCodes.RegistryError.With(transport.Host, "no upload location", "POST");
            var upload = body with { Path = WithDigest(RegistryTransport.Resolve(session, location), descriptor.Digest) };
            var done = await transport.SendAsync(upload, cancellationToken, HttpStatusCode.NotFound).ConfigureAwait(false);
            if (done.Succeeded) return true;
            // The upload session expired between the two requests: begin again.
            if (attempt == MaxUploadAttempts) throw RegistryErrors.Of(transport.Host, upload, done);
        }
    }

    /// <summary>
    /// Asks for everything at once: mount the blob if it is there, or take it whole if it is small, or open an upload (distribution-spec 1.1, "Mounting a blob from another
    /// repository" and "Single POST"). 201 when nothing is left to send; else 202, an upload as any other.
    /// </summary>
    private async Task<RegistryAnswer> StartUploadAsync(Descriptor descriptor, string mountFrom, RegistryRequest body, CancellationToken cancellationToken)
    {
        var start = new RegistryRequest(HttpMethod.Post, $"{repository}/blobs/uploads/?mount={descriptor.Digest}&from={Uri.EscapeDataString(mountFrom)}", repository);
        if (body.Content is { Length: <= MaxWholeBytes })
        {
            var answer = await transport.SendAsync(body with { Method = HttpMethod.Post, Path = $"{start.Path}&digest={descriptor.Digest}" }, cancellationToken, NoBodyHere).ConfigureAwait(false);
            if (answer.Succeeded) return answer;
        }

        return await transport.SendAsync(start, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs <see cref="SharedWrite"/> against this repository.</summary>
    private async Task<AttachResult> WriteSharedAsync(Digest subject, ISharedManifest shared, ImageManifest contribution, string placement, CancellationToken cancellationToken)
    {
        var own = ContributionId.Of(contribution.Descriptor.Digest);
        var contributions = new Dictionary<string, ImageManifest>(StringComparer.Ordinal) { [own] = contribution };
        var looked = new HashSet<string>(StringComparer.Ordinal);
        var write = new SharedWrite(own);
        ManifestDocument? current = null;
        for (var rounds = 0; write.Next != SharedWriteStep.Done;)
        {
            switch (write.Next)
            {
                case SharedWriteStep.PushMarker:
                    // Where the push itself says that the registry lists referrers, the listing is the registry's own: nothing is left to do.
                    if (await PutManifestAsync(ContributionId.MarkerTag(subject, own), contribution.Raw, contribution.Descriptor.MediaType, cancellationToken).ConfigureAwait(false)) return new AttachResult("referrers-api");
                    write.MarkerPushed();
                    break;
                case SharedWriteStep.Read:
                    if (++rounds > MaxRounds) throw ErrorCodes.NotConfirmed.With(contribution.Descriptor.Digest, name, "other signers write without end");
                    current = await ReadSharedAsync(shared, cancellationToken).ConfigureAwait(false);
                    write.WasRead(shared.ContributionsIn(current));
                    break;
                case SharedWriteStep.Write:
                    if (shared.Merge(current, [.. write.Wanted.Select(id => contributions[id])]) is { } merged) await PutManifestAsync(shared.Tag, merged, shared.MediaTypeOf(current), cancellationToken).ConfigureAwait(false);
                    write.WasWritten(shared.ContributionsIn(current).Union(write.Wanted).ToHashSet(StringComparer.Ordinal));
                    break;
                case SharedWriteStep.ListMarkers:
                    try
                    {
                        if (await ListMarkersAsync(subject, cancellationToken).ConfigureAwait(false) is not { } markers) return await SettleAsync(shared, contribution, placement, "The registry does not let tags be listed", cancellationToken).ConfigureAwait(false);
                        write.WereListed(await AcceptedAsync(subject, shared, markers.Where(id => !write.Holds(id)), contributions, looked, cancellationToken).ConfigureAwait(false));
                    }
                    catch (ImageSignException e) when (e.Code == ErrorCodes.OverLimit)
                    {
                        return await SettleAsync(shared, contribution, placement, "The repository has too many tags to look through", cancellationToken).ConfigureAwait(false);
                    }

                    break;
            }
        }

        return new AttachResult(placement);
    }

    /// <summary>Of the markers, those that still resolve and are contributions to <paramref name="shared"/>; their manifests go into <paramref name="contributions"/>. Each is read once, whatever it turns out to be.</summary>
    private async Task<IReadOnlyList<string>> AcceptedAsync(Digest subject, ISharedManifest shared, IEnumerable<string> ids, Dictionary<string, ImageManifest> contributions, HashSet<string> looked, CancellationToken cancellationToken)
    {
        var accepted = new List<string>();
        foreach (var id in ids)
        {
            if (looked.Count > Limits.MaxMarkers) throw ErrorCodes.OverLimit.With($"The number of markers of {subject}", $"{Limits.MaxMarkers}");
            if (!contributions.ContainsKey(id) && looked.Add(id) && await ReadMarkerAsync(subject, id, cancellationToken).ConfigureAwait(false) is { } marker && shared.Accepts(marker)) contributions[id] = marker;
            if (contributions.ContainsKey(id)) accepted.Add(id);
        }

        return accepted;
    }

    /// <summary>Where tags cannot be listed: wait until a peer's write must have landed, look again, and say that this is weaker.</summary>
    private async Task<AttachResult> SettleAsync(ISharedManifest shared, ImageManifest contribution, string placement, string reason, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxSettleRounds; round++)
        {
            await Task.Delay(Settle, time, cancellationToken).ConfigureAwait(false);
            var current = await ReadSharedAsync(shared, cancellationToken).ConfigureAwait(false);
            if (shared.Merge(current, [contribution]) is not { } merged)
            {
                return new AttachResult(placement, $"{reason}, so the signature was confirmed only by waiting {Settle.TotalSeconds:0} s and reading it back.");
            }

            await PutManifestAsync(shared.Tag, merged, shared.MediaTypeOf(current), cancellationToken).ConfigureAwait(false);
        }

        throw ErrorCodes.NotConfirmed.With(contribution.Descriptor.Digest, name, "other signers keep overwriting the list");
    }

    private async Task<ManifestDocument?> ReadSharedAsync(ISharedManifest shared, CancellationToken cancellationToken)
    {
        var current = await FindManifestAsync(shared.Tag, expected: null, servedAs: null, cancellationToken).ConfigureAwait(false);
        return current is null || shared.Recognises(current) ? current : throw ErrorCodes.SharedTagConflict.With(shared.Tag, name, shared.Description);
    }

    /// <summary>Pushes a manifest; true when the registry says that it lists it as a referrer of its subject.</summary>
    private async Task<bool> PutManifestAsync(string reference, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken)
    {
        var answer = await transport.SendAsync(Put(reference, content, mediaType), cancellationToken).ConfigureAwait(false);
        if (ManifestDocument.Parse(content, mediaType).Subject is not { } subject) return false;
        // distribution-spec 1.1, "Pushing Manifests with Subject": a registry that supports it answers with the header OCI-Subject.
        var listed = answer.Header("OCI-Subject") == subject.Digest.ToString();
        referrersSupport.Remember(transport.Host, missing: !listed);
        return listed;
    }

    private RegistryRequest Put(string reference, ReadOnlyMemory<byte> manifest, string mediaType) =>
        new(HttpMethod.Put, $"{repository}/manifests/{reference}", repository) { Content = manifest, ContentType = mediaType };

    private static string WithDigest(Uri address, Digest digest)
    {
        var query = $"digest={Uri.EscapeDataString(digest.ToString())}";
        return new UriBuilder(address) { Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query }.Uri.AbsoluteUri;
    }
}
