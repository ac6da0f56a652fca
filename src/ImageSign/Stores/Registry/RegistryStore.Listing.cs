using System.Net;
using System.Runtime.CompilerServices;
using ImageSign.Oci;
using ImageSign.Stores.Shared;

namespace ImageSign.Stores.Registry;

/// <summary>Listings: referrers, the tag that lists them where there is no API, tags, markers.</summary>
internal sealed partial class RegistryStore
{
    private static readonly HttpStatusCode[] NotListed =
        [HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest,
            HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotImplemented];

    /// <summary>What registries without a referrers API say to a question for it, and what they say that know no such path.</summary>
    private static readonly HttpStatusCode[] NoReferrersApi =
        [HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotAcceptable,
            HttpStatusCode.Gone, HttpStatusCode.NotImplemented];

    /// <summary>Subjects whose referrers the registry itself listed in this run.</summary>
    private readonly HashSet<Digest> _listedByRegistry = [];

    public async IAsyncEnumerable<Descriptor> ListReferrersAsync(Digest subject,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{repository}/referrers/{subject}";
        ImageSignException? failure = null;
        for (var page = 0; ; page++)
        {
            if (page == Limits.MaxPages) throw ErrorCodes.OverLimit.With($"The list of referrers of {subject}", $"{Limits.MaxPages} pages");
            var request = new RegistryRequest(HttpMethod.Get, path, repository)
            { Accept = [MediaTypes.OciIndex], What = "The list of referrers" };
            var (list, next) = (default(ReferrersList), default(string));
            try
            {
                var answer = await transport.SendAsync(request, cancellationToken, NoReferrersApi).ConfigureAwait(false);
                // distribution-spec 1.1, "Listing Referrers": "If the registry supports the referrers API, it MUST NOT return a 404".
                if (!answer.Succeeded && page == 0) break;
                if (!answer.Succeeded) throw transport.Failure(request, answer);
                list = ReferrersList.Read(transport.Host, answer);
                next = NextPage(answer);
            }
            catch (ImageSignException e)
            {
                // What the other place lists comes first; if that does not do, this is why nothing is known.
                failure = e;
            }

            foreach (var entry in list?.Entries ?? []) yield return entry;
            failure ??= list?.Unread;
            if (list is null || (next is null && failure is not null)) break;
            if (next is null)
            {
                _listedByRegistry.Add(subject);
                yield break;
            }

            path = next;
        }

        await foreach (var entry in ListByTagAsync(subject, cancellationToken).ConfigureAwait(false)) yield return entry;
        if (failure is not null) throw failure;
    }

    public Task<ManifestDocument?> ReadSharedTagAsync(Digest subject, string suffix, CancellationToken cancellationToken) =>
        FindTaggedAsync(ContributionId.SubjectTag(subject) + suffix, cancellationToken);

    public async IAsyncEnumerable<ManifestDocument> ReadMarkersAsync(Digest subject,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A registry that lists referrers now may not have done so when a peer, or a copy, wrote the tag: its list is looked at when
        // the registry's own did not do.
        if (_listedByRegistry.Contains(subject))
        {
            await foreach (var entry in ListByTagAsync(subject, cancellationToken).ConfigureAwait(false))
            {
                if (await ReadOrNullAsync(() => FindManifestAsync(entry.Digest, entry.MediaType, entry.Size,
                    cancellationToken)).ConfigureAwait(false) is { } listed) yield return listed;
            }
        }

        if (await ListMarkersAsync(subject, cancellationToken).ConfigureAwait(false) is not { } ids) yield break;
        foreach (var id in ids)
        {
            if (await ReadMarkerAsync(subject, id, cancellationToken).ConfigureAwait(false) is { } marker) yield return marker;
        }
    }

    /// <summary>distribution-spec 1.1, "Referrers Tag Schema".</summary>
    private async IAsyncEnumerable<Descriptor> ListByTagAsync(Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tag = ContributionId.SubjectTag(subject);
        if (await ReadTaggedAsync(tag, isWritten: false, cancellationToken).ConfigureAwait(false) is not { } content) yield break;
        var list = ReferrersList.Parse(content.Bytes, content.ContentType) ?? throw ErrorCodes.SharedTagConflict.With(tag, name,
            "an index of referrers");
        foreach (var entry in list.Entries) yield return entry;
        if (list.Unread is { } unread) throw unread;
    }

    /// <summary>The ids in the marker tags of a subject; null when the registry does not let tags be listed.</summary>
    private async Task<IReadOnlyList<string>?> ListMarkersAsync(Digest subject, CancellationToken cancellationToken)
    {
        var tags = await ListTagsAsync(tag => ContributionId.FromMarkerTag(subject, tag) is not null, Limits.MaxMarkers,
            cancellationToken).ConfigureAwait(false);
        return tags is null ? null : [.. tags.Select(tag => ContributionId.FromMarkerTag(subject, tag)!)];
    }

    /// <summary>The tags that are wanted, at most <paramref name="most"/>; null when the registry does not let tags be listed.</summary>
    private async Task<IReadOnlyList<string>?> ListTagsAsync(Func<string, bool> wanted, int most, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var path = $"{repository}/tags/list";
        var count = 0;
        for (var page = 0; page < Limits.MaxPages; page++)
        {
            var request = new RegistryRequest(HttpMethod.Get, path, repository) { What = "The list of tags" };
            var answer = await transport.SendAsync(request, cancellationToken, NotListed).ConfigureAwait(false);
            if (answer.Status == HttpStatusCode.NotFound && page == 0) return found;
            if (!answer.Succeeded) return null;
            foreach (var tag in TagList.Read(transport.Host, answer))
            {
                if (++count > Limits.MaxTags) throw ErrorCodes.OverLimit.With($"The list of tags of {name}", $"{Limits.MaxTags} tags");
                if (!wanted(tag)) continue;
                if (found.Count == most) throw ErrorCodes.OverLimit.With($"The number of such tags in {name}", $"{most}");
                found.Add(tag);
            }

            if (NextPage(answer) is not { } next) return found;
            path = next;
        }

        throw ErrorCodes.OverLimit.With($"The list of tags of {name}", $"{Limits.MaxPages} pages");
    }

    /// <summary>The manifest under a marker tag, when its digest is what the tag says; null otherwise: somebody else's, or gone.</summary>
    private async Task<ImageManifest?> ReadMarkerAsync(Digest subject, string id, CancellationToken cancellationToken)
    {
        var marker = await ReadOrNullAsync(() =>
            FindTaggedAsync(ContributionId.MarkerTag(subject, id), cancellationToken)).ConfigureAwait(false);
        return marker is ImageManifest manifest && ContributionId.Of(manifest.Descriptor.Digest) == id ? manifest : null;
    }

    private static async Task<ManifestDocument?> ReadOrNullAsync(Func<Task<ManifestDocument?>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (ImageSignException e) when (!e.Code.Undecided || e.Code == ErrorCodes.OverLimit || e.Code == ErrorCodes.DigestAlgorithm)
        {
            // What is malformed or over a limit under a marker's name is nobody's signature, and must not keep the others from being found.
            return null;
        }
    }

    /// <summary>The next page of a listing; only on the registry's own origin, so that no other host is asked.</summary>
    private string? NextPage(RegistryAnswer answer)
    {
        // A listing that goes on in a way that is not understood is not a listing that ends here.
        if (!LinkHeader.TryFindNext(answer.Values("Link"), out var target)) throw ErrorCodes.AnswerUnreadable.With(transport.Host,
            "a listing goes on at a Link that is none");
        if (target is null) return null;
        var next = RegistryTransport.Resolve(answer, target);
        return RegistryEndpoint.IsSameOrigin(next, answer.Address)
            ? next.AbsoluteUri
            : throw ErrorCodes.RegistryError.With(answer.Address.Authority, "a listing that goes on at another host", "GET");
    }
}
