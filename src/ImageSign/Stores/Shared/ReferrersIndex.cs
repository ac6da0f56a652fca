using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared;

/// <summary>
/// distribution-spec 1.1, "Referrers Tag Schema": without a referrers API, the referrers of a subject are listed in an index at the tag
/// <c>sha256-&lt;hex&gt;</c>. "If the current manifests list does not already contain the manifest, append it."
/// </summary>
internal sealed class ReferrersIndex(Digest subject) : ISharedManifest
{
    public string Tag { get; } = ContributionId.SubjectTag(subject);

    public string Description => "an index of referrers";

    public bool Accepts(ManifestDocument marker) => marker is ImageManifest && marker.Subject?.Digest == subject;

    public bool Recognises(ManifestDocument current) => current is ImageIndex;

    public IReadOnlySet<string> ContributionsIn(ManifestDocument? current) =>
        current is ImageIndex index ? index.Manifests.Select(entry => ContributionId.Of(entry.Digest)).ToHashSet(StringComparer.Ordinal) : new HashSet<string>(StringComparer.Ordinal);

    public ReadOnlyMemory<byte>? Merge(ManifestDocument? current, IReadOnlyCollection<ImageManifest> contributions)
    {
        var present = (current as ImageIndex)?.Manifests.Select(entry => entry.Digest).ToHashSet() ?? [];
        var missing = contributions.Where(contribution => present.Add(contribution.Descriptor.Digest)).ToArray();
        // Not a conditional expression: there, null would become an empty ReadOnlyMemory, a manifest of no bytes.
        if (missing.Length == 0) return null;
        return SharedManifestJson.Append(current, "manifests", MediaTypes.OciIndex, missing.Select<ImageManifest, Action<Utf8JsonWriter>>(
            contribution => writer => DescriptorJson.Write(writer, EntryOf(contribution))));
    }

    public string MediaTypeOf(ManifestDocument? current) => current?.Descriptor.MediaType ?? MediaTypes.OciIndex;

    /// <summary>"The descriptor … artifactType … the value of the artifactType field … or the config descriptor's mediaType; annotations … copied from the manifest."</summary>
    private static Descriptor EntryOf(ImageManifest artifact) => artifact.Descriptor with
    {
        ArtifactType = artifact.ArtifactType ?? artifact.Config?.MediaType,
        Annotations = artifact.Annotations,
    };
}
