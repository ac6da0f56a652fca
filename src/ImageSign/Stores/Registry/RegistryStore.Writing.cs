using System.Net;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>Writing: uploads, and the two ways in which an artifact is attached to its subject.</summary>
internal sealed partial class RegistryStore
{
    /// <summary>What a registry may say to a tag that its rules do not allow.</summary>
    private static readonly HttpStatusCode[] NoSuchTag =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed,
            HttpStatusCode.Conflict,
        HttpStatusCode.PreconditionFailed, HttpStatusCode.UnprocessableEntity,
    ];

    private const int MaxRounds = 40;
    private const int MaxSettleRounds = 5;

    /// <summary>How long a read-modify-write of a peer takes at most, as observed, with room: what is waited where markers cannot be listed.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

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

    /// <summary>
    /// Writes the shared manifest. Once the marker is pushed, the signature is there and verification finds it, whatever happens to the
    /// shared manifest: so that is what is
    /// reported, with what is wrong.
    /// </summary>
    private async Task<AttachResult> WriteSharedAsync(Digest subject, ISharedManifest shared, ImageManifest contribution,
        string placement, CancellationToken cancellationToken)
    {
        try
        {
            return await RunSharedWriteAsync(subject, shared, contribution, placement, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e)
        {
            var own = ContributionId.Of(contribution.Descriptor.Digest);
            if (!await HoldsMarkerAsync(subject, own, cancellationToken).ConfigureAwait(false)) throw;
            return new AttachResult(placement,
                $"{name} holds the signature under the tag {ContributionId.MarkerTag(subject, own)} only, where 'dotnet image-sign verify' "
                + "finds it and other tools do not. "
                + $"{e.Code.Id}: {e.Message} {e.Code.Remedy}");
        }
    }

    private async Task<bool> HoldsMarkerAsync(Digest subject, string id, CancellationToken cancellationToken)
    {
        try
        {
            var ids = await ListMarkersAsync(subject, cancellationToken).ConfigureAwait(false);
            return ids is not null && ids.Contains(id, StringComparer.Ordinal)
                && await ReadMarkerAsync(subject, id, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (ImageSignException e) when (e.Code.Undecided)
        {
            // What went wrong first says more.
            return false;
        }
    }

    /// <summary>Runs <see cref="SharedWrite"/> against this repository.</summary>
    private async Task<AttachResult> RunSharedWriteAsync(Digest subject, ISharedManifest shared, ImageManifest contribution,
        string placement, CancellationToken cancellationToken)
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
                    var pushed = await PushMarkerAsync(ContributionId.MarkerTag(subject, own), contribution,
                        cancellationToken).ConfigureAwait(false);
                    if (pushed.Listed) return new AttachResult("referrers-api");
                    if (!pushed.Tagged) return await SettleAsync(shared, contribution, placement,
                        "The registry does not take the tag that keeps a signature from being overwritten",
                        cancellationToken).ConfigureAwait(false);
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
                    catch (ImageSignException e) when (e.Code == ErrorCodes.AnswerUnreadable || e.Code == ErrorCodes.RegistryError)
                    {
                        return await SettleAsync(shared, contribution, placement, "The registry's list of tags cannot be read",
                            cancellationToken).ConfigureAwait(false);
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
        var current = await FindTaggedAsync(shared.Tag, isWritten: true, cancellationToken).ConfigureAwait(false);
        return current is null || shared.Recognises(current) ? current : throw ErrorCodes.SharedTagConflict.With(shared.Tag, name, shared.Description);
    }

    /// <summary>
    /// Pushes a contribution under its marker tag, or by its digest where the registry does not take that tag (tags that match a
    /// pattern, or are immutable).
    /// </summary>
    private async Task<(bool Listed, bool Tagged)> PushMarkerAsync(string tag, ImageManifest contribution,
        CancellationToken cancellationToken)
    {
        var request = Put(tag, contribution.Raw, contribution.Descriptor.MediaType);
        var answer = await transport.SendAsync(request, cancellationToken, NoSuchTag).ConfigureAwait(false);
        if (answer.Succeeded) return (Listed(answer, contribution.Subject), true);
        return (await PutManifestAsync(contribution.Descriptor.Digest.ToString(), contribution.Raw, contribution.Descriptor.MediaType,
            cancellationToken).ConfigureAwait(false), false);
    }

    /// <summary>Pushes a manifest; true when the registry says that it lists it as a referrer of its subject.</summary>
    private async Task<bool> PutManifestAsync(string reference, ReadOnlyMemory<byte> content, string mediaType, CancellationToken cancellationToken)
    {
        var answer = await transport.SendAsync(Put(reference, content, mediaType), cancellationToken).ConfigureAwait(false);
        return Listed(answer, ManifestDocument.Parse(content, mediaType).Subject);
    }

    /// <summary>
    /// distribution-spec 1.1, "Pushing Manifests with Subject": a registry that supports it answers with the header OCI-Subject.
    /// </summary>
    private bool Listed(RegistryAnswer answer, Descriptor? subject)
    {
        if (subject is null) return false;
        var listed = answer.Header("OCI-Subject")?.Trim() == subject.Digest.ToString();
        referrersSupport.Remember(transport.Host, missing: !listed);
        return listed;
    }

    private RegistryRequest Put(string reference, ReadOnlyMemory<byte> manifest, string mediaType) =>
        new(HttpMethod.Put, $"{repository}/manifests/{reference}", repository) { Content = manifest, ContentType = mediaType };
}
