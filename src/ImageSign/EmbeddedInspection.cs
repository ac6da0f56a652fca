using ImageSign.Formats;
using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>Shows the signatures inside an image, in its own configuration; verifies nothing.</summary>
internal static class EmbeddedInspection
{
    private static readonly string[] Readers = ["dotnet image-sign"];

    /// <summary>The signatures in the configuration of an image.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="holder">The digest by which the image is known in its place.</param>
    /// <param name="platform">Which image of an index it is; null for a single image.</param>
    public static IReadOnlyList<InspectedArtifact> Of(ReadOnlyMemory<byte> config, Digest holder, Platform? platform = null)
    {
        if (!SignatureLabel.MayBeIn(config.Span)) return [];
        var unread = Unread(holder, platform) with { IsSignature = true };
        try
        {
            var labels = CanonicalConfig.Read(config).Labels;
            var envelopes = SignatureLabel.Read(labels);
            if (envelopes.Count == 0 && SignatureLabel.IsClnstrt(labels)) return [unread with { Problem = "clnstrt signed this image without its layers, so nothing here verifies it" }];
            return [.. envelopes.Select(envelope => Describe(unread, envelope))];
        }
        catch (ImageSignException e)
        {
            return [unread with { Problem = e.Message }];
        }
    }

    /// <summary>The signatures inside an image that has a manifest, and inside every image of an index that is there.</summary>
    public static async Task<IReadOnlyList<InspectedArtifact>> OfAsync(IImageStore store, ManifestDocument subject, IReadOnlyList<Descriptor> platforms, CancellationToken cancellationToken)
    {
        var artifacts = new List<InspectedArtifact>();
        artifacts.AddRange(await OfImageAsync(store, subject, platform: null, cancellationToken).ConfigureAwait(false));
        foreach (var entry in platforms)
        {
            try
            {
                var image = await store.ReadManifestAsync(entry, cancellationToken).ConfigureAwait(false);
                artifacts.AddRange(await OfImageAsync(store, image, entry.Platform, cancellationToken).ConfigureAwait(false));
            }
            catch (ImageSignException e) when (e.Code != ErrorCodes.ContentMissing && e.Code != ErrorCodes.PartMissing && e.Code != ErrorCodes.ImageNotFound)
            {
                artifacts.Add(Unread(entry.Digest, entry.Platform) with { Problem = e.Message });
            }
            catch (ImageSignException)
            {
                // An index may name images that are not there: nothing is inside them.
            }
        }

        return artifacts;
    }

    private static async Task<IReadOnlyList<InspectedArtifact>> OfImageAsync(IImageStore store, ManifestDocument document, Platform? platform, CancellationToken cancellationToken) =>
        await ManifestImage.OpenAsync(store, document, cancellationToken).ConfigureAwait(false) is { } image ? Of(image.Config, image.Digest, platform) : [];

    private static InspectedArtifact Unread(Digest holder, Platform? platform) =>
        new(EmbeddedFormat.FormatName, holder, $"label {SignatureLabel.Name}{(platform is null ? "" : $" of {platform}")}") { Readers = Readers };

    private static InspectedArtifact Describe(InspectedArtifact artifact, DsseEnvelope envelope)
    {
        try
        {
            if (envelope.PayloadType != ConfigStatement.PayloadType) return artifact with { Problem = $"its payload type is '{envelope.PayloadType}'" };
            return artifact with { Facts = ClaimFacts.Unverified(ConfigStatement.Parse(envelope.Payload), envelope.KeyId, Convert.ToBase64String(envelope.Signature.Span)) };
        }
        catch (ImageSignException e)
        {
            return artifact with { Problem = e.Message };
        }
    }
}
