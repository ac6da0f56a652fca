using System.Text;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores.Shared;
using ImageSign.Trust;

namespace ImageSign.Fuzz.Targets;

/// <summary>References, manifests and indexes.</summary>
internal static class Documents
{
    private static readonly ImageManifest Artifact = ManifestWriter.Artifact(
        ManifestWriter.EmptyConfig, [Descriptor.Of(MediaTypes.SimpleSigning, "{}"u8)], MediaTypes.SigstoreBundle, Judge.Subject, Descriptor.EmptyAnnotations);

    public static void Reference(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        _ = Digest.TryParse(text, out _);
        _ = TrustScope.Parse(text);
        if (text.Length > 0) _ = KeyReference.Parse(text).ToString();
        var reference = ImageReference.Parse(text);
        _ = reference.TaggedName;
        if (reference.Transport == Transport.Unqualified) _ = reference.OnDockerHub();
        // A result names the image: whoever copies that gets the same one.
        if (reference.Transport is Transport.Registry or Transport.Unqualified && ImageReference.Parse(reference.ToString()) != reference) throw new PropertyViolatedException($"'{reference}' is another reference");
    }

    public static void Manifest(byte[] input)
    {
        foreach (var servedAs in (string?[])[null, MediaTypes.OciManifest, MediaTypes.DockerManifest, MediaTypes.OciArtifact])
        {
            try
            {
                _ = ManifestDocument.Parse(input, servedAs);
            }
            catch (ImageSignException) when (servedAs != MediaTypes.OciArtifact)
            {
                // The next media type may suit it.
            }
        }
    }

    public static void Index(byte[] input)
    {
        if (ManifestDocument.Parse(input, servedAs: null) is not ImageIndex index) return;
        foreach (var entry in index.Manifests) _ = (LayoutNames.IsAttachment(entry), LayoutNames.Describe(entry), LayoutNames.HasShortTag(entry, "1"));
        RequireReadable(LayoutEntries.WithReferrer(index, Artifact), index);
        foreach (var suffix in (string[])["", ".sig", ".att"])
        {
            var attachment = LayoutNames.FindAttachment(index, Judge.Subject.Digest, suffix);
            RequireReadable(LayoutEntries.WithAttachment(index, attachment, Artifact.Descriptor, ContributionId.SubjectTag(Judge.Subject.Digest) + suffix), index);
        }

        if (index.Manifests.Count > 0) RequireReadable(LayoutEntries.WithAttachment(index, index.Manifests[^1], Artifact.Descriptor, "1"), index);
        var shared = new ReferrersIndex(Judge.Subject.Digest);
        if (shared.Merge(index, [Artifact]) is { } merged) RequireReadable(merged, index);
    }

    /// <summary>What was written into somebody else's index is an index.</summary>
    private static void RequireReadable(ReadOnlyMemory<byte> changed, ImageIndex before)
    {
        try
        {
            if (ManifestDocument.Parse(changed, before.Descriptor.MediaType) is ImageIndex after && after.Manifests.Count >= before.Manifests.Count) return;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.OverLimit)
        {
            return;
        }

        throw new PropertyViolatedException("an index that was added to is no index any more");
    }
}
