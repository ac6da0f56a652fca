using System.Runtime.CompilerServices;
using System.Text;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>
/// The referrers of a subject in a layout. No specification says where they are: oras and notation list them in index.json, <c>oras copy</c> brings
/// the index of the referrers tag along, and <c>cosign save</c> leaves them as blobs that nothing names.
/// </summary>
internal sealed class LayoutReferrers(LayoutReader reader)
{
    public async IAsyncEnumerable<Descriptor> ListAsync(Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = await reader.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        var seen = new HashSet<Digest>();
        foreach (var entry in index.Manifests)
        {
            var referrer = seen.Contains(entry.Digest) ? null : await MatchAsync(entry, subject, cancellationToken).ConfigureAwait(false);
            if (referrer is not null && seen.Add(entry.Digest)) yield return referrer;
        }

        foreach (var entry in await ReferrersTagAsync(index, subject, cancellationToken).ConfigureAwait(false))
        {
            if (seen.Add(entry.Digest)) yield return entry;
        }

        var listed = index.Manifests.Select(entry => entry.Digest).ToHashSet();
        foreach (var (digest, length) in reader.Content.ListBlobs())
        {
            if (length > Limits.MaxManifestBytes || digest == subject || listed.Contains(digest) || seen.Contains(digest)) continue;
            var referrer = await MatchAsync(new Descriptor(MediaTypes.OciManifest, digest, length), subject, cancellationToken).ConfigureAwait(false);
            if (referrer is not null) yield return referrer;
        }
    }

    /// <summary>The descriptor of the manifest in that blob if it refers to the subject. Whoever reads it afterwards checks its digest.</summary>
    private async Task<Descriptor?> MatchAsync(Descriptor entry, Digest subject, CancellationToken cancellationToken)
    {
        var raw = await reader.PeekJsonAsync(entry.Digest, Limits.MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        // Most blobs are layers, payloads and configurations: no need to parse what does not even hold the digest.
        if (raw is null || raw.AsSpan().IndexOf(Encoding.ASCII.GetBytes(subject.Hex)) < 0) return null;
        try
        {
            return ManifestDocument.Parse(raw, servedAs: null) is { Subject: { } named } document && named.Digest == subject
                ? entry with { MediaType = document.Descriptor.MediaType, ArtifactType = ArtifactTypeOf(document), Annotations = document.Annotations }
                : null;
        }
        catch (ImageSignException)
        {
            // Not a manifest, so not a referrer: a payload that names the subject, for example.
            return null;
        }
    }

    // distribution-spec 1.1, "Listing Referrers": "If the artifactType is empty or missing in the image manifest, the value of artifactType
    // MUST be set to the config descriptor mediaType value."
    private static string? ArtifactTypeOf(ManifestDocument document) => document.ArtifactType ?? (document as ImageManifest)?.Config?.MediaType;

    private async Task<IReadOnlyList<Descriptor>> ReferrersTagAsync(ImageIndex index, Digest subject, CancellationToken cancellationToken)
    {
        var tag = ContributionId.SubjectTag(subject);
        var entry = index.Manifests.FirstOrDefault(entry => LayoutNames.TagOf(entry) == tag);
        if (entry is null) return [];
        try
        {
            return await reader.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false) is ImageIndex referrers ? referrers.Manifests : [];
        }
        catch (ImageSignException)
        {
            // A broken listing must not hide the referrers that are found without it.
            return [];
        }
    }
}
