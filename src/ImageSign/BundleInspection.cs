using ImageSign.Formats.Sigstore;
using ImageSign.Oci;

namespace ImageSign;

/// <summary>Shows the bundle beside an image archive; verifies nothing.</summary>
internal static class BundleInspection
{
    /// <summary>The bundle that verify finds by itself; none for an image in no file, or a file that has none.</summary>
    public static async Task<IReadOnlyList<InspectedArtifact>> BesideAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (!DetachedBundle.CanBeFor(image) || DetachedBundle.Beside(image) is not { } path || !File.Exists(path)) return [];
        var artifact = new InspectedArtifact(DetachedBundle.FormatName, Digest.Of([]), $"bundle {path}") { IsSignature = true };
        try
        {
            var bytes = await DetachedBundle.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            artifact = artifact with { Digest = Digest.Of(bytes.Span) };
            var signature = ArchiveSignature.Parse(bytes);
            return [artifact with { Facts = signature.Describe(), Readers = signature.Readers }];
        }
        catch (ImageSignException e)
        {
            return [artifact with { Problem = e.Message }];
        }
    }
}
