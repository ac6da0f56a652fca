using ImageSign.Configuration;
using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Embedded;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>Embeds a signature: check the layers, sign the configuration, put the new image in the old one's place, look at it again.</summary>
/// <param name="time">The clock.</param>
/// <param name="binding">The description that an image in a place without manifests must keep to; null when there is none, or it was compared already.</param>
internal sealed class EmbeddedSigner(TimeProvider time, DescriptionBinding? binding)
{
    private const string Placement = "label";
    private const int MaxAttempts = 50;
    private const string ConfigMediaType = MediaTypes.OciConfig;

    /// <summary>Signs an image in a place without manifests.</summary>
    public async Task<SignResult> SignAsync(SignRequest request, IImageContentStore store, ISigningKey key, CancellationToken cancellationToken)
    {
        await using var closing = store.ConfigureAwait(false);
        var rewriter = store as IImageRewriter ?? throw ErrorCodes.NotSupportedHere.With("Embedding a signature", store.Name);
        var named = request.Image with { Digest = null };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var image = await store.OpenImageAsync(request.Image, cancellationToken).ConfigureAwait(false);
                if (binding is not null) await binding.RequireAsync(image, request.Image.Transport, cancellationToken).ConfigureAwait(false);
                IImageContent? current = null;
                var (subject, warnings) = await SignAsync(request, [], image, rewriter, async () => current = await store.OpenImageAsync(named, cancellationToken).ConfigureAwait(false), key, cancellationToken).ConfigureAwait(false);
                var left = current is not null && store is INamedImages names ? await MoveTagsAsync(request, names, image, current, cancellationToken).ConfigureAwait(false) : [];
                return new SignResult(named.At(subject.Descriptor.Digest), [subject], key.PublicKey.Fingerprint, key.PublicKey.Name)
                {
                    Warnings = [.. warnings, .. left.Select(tag => $"The tag {tag} does not name the image {image.Digest} any more and was left alone.")],
                };
            }
            catch (ImageSignException e) when (e.Code == ErrorCodes.ImageChangedMeanwhile && request.Image.Digest is null && attempt < MaxAttempts)
            {
                // Another signer was faster: its signature is in the image now, and ours goes beside it.
            }
        }
    }

    /// <summary>Signs an image in a place with manifests; its tag moves last.</summary>
    public async Task<(SignedSubject Subject, IReadOnlyList<string> Warnings)> SignAsync(SignRequest request, IReadOnlyList<string> references, IWritableImageStore store, ManifestDocument document, ISigningKey key, CancellationToken cancellationToken)
    {
        if (request.Image.Digest is not null || request.Image.Tag is null) throw ErrorCodes.NotSupportedHere.With("Embedding a signature", $"{request.Image} without a tag: name the tag that is to move");
        var destination = store as ICopyDestination ?? throw ErrorCodes.NotSupportedHere.With("Embedding a signature", store.Name);
        var image = await ManifestImage.OpenAsync(store, document, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.NotSupportedHere.With("Embedding a signature", $"{request.Image}, which is not a single image");
        await foreach (var referrer in store.ListReferrersAsync(image.Digest, cancellationToken).ConfigureAwait(false)) throw ErrorCodes.SignaturesWouldBeOrphaned.With($"{request.Image} ({referrer.Digest})");
        if (await store.ReadSharedTagAsync(image.Digest, CosignFormat.TagSuffix, cancellationToken).ConfigureAwait(false) is not null) throw ErrorCodes.SignaturesWouldBeOrphaned.With(request.Image);
        return await SignAsync(request, references, image, new ManifestRewriter(destination, request.Image), ReopenAsync, key, cancellationToken).ConfigureAwait(false);

        async Task<IImageContent> ReopenAsync()
        {
            var now = await store.ResolveAsync(request.Image, cancellationToken).ConfigureAwait(false);
            return await ManifestImage.OpenAsync(store, now, cancellationToken).ConfigureAwait(false) ?? throw ErrorCodes.ImageChangedMeanwhile.With(request.Image);
        }
    }

    /// <summary>Signs <paramref name="image"/>; the result's subject is the image that is there now.</summary>
    /// <param name="request">What the signature says.</param>
    /// <param name="references">The names that it was pushed as.</param>
    /// <param name="image">The image.</param>
    /// <param name="rewriter">Its place.</param>
    /// <param name="reopen">Opens what is in its place afterwards.</param>
    /// <param name="key">The key that signs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private async Task<(SignedSubject Subject, IReadOnlyList<string> Warnings)> SignAsync(
        SignRequest request, IReadOnlyList<string> references, IImageContent image, IImageRewriter rewriter, Func<Task<IImageContent>> reopen, ISigningKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var context = new VerificationContext(Describe(image), now) { Keys = [key.PublicKey], Annotations = request.Annotations };
        if (request.IfMissing && (await EmbeddedFormat.VerifyAsync(image, context, cancellationToken).ConfigureAwait(false)).Any(check => check.Passed))
        {
            return (new SignedSubject(Describe(image), []), []);
        }

        var config = CanonicalConfig.Read(image.Config);
        await LayerCheck.RequireAsync(image, config.Layers, cancellationToken).ConfigureAwait(false);
        var claims = new SignedClaims { Subject = config.Descriptor.Digest, References = references, Time = now, Expires = now + request.ExpiresIn, Annotations = request.Annotations };
        var signed = await new EmbeddedFormat(time).SignAsync(image.Config, claims, key, cancellationToken).ConfigureAwait(false);
        var rewritten = await rewriter.RewriteAsync(image, signed, cancellationToken).ConfigureAwait(false);

        // The place may convert what it is given: what counts is what is there now.
        var result = await reopen().ConfigureAwait(false);
        var verified = await EmbeddedFormat.VerifyAsync(result, context, cancellationToken).ConfigureAwait(false);
        if (!verified.Any(check => check.Passed)) throw ErrorCodes.SelfVerificationFailed.With(verified is [var first, ..] ? first.Reason : "the image in its place carries no signature");
        var artifact = new SignedArtifact(EmbeddedFormat.FormatName, Placement, result.Digest, key.PublicKey.Fingerprint);
        var subject = new SignedSubject(Describe(result), [artifact]) { Replaces = rewritten.Old };
        return (subject, [.. Warnings(config), .. rewritten.Warning is { } warning ? [warning] : Array.Empty<string>()]);
    }

    /// <summary>Moves the image's other tags to the one that took its place, now that it was verified; what somebody else moved meanwhile stays.</summary>
    private static async Task<IReadOnlyList<string>> MoveTagsAsync(SignRequest request, INamedImages names, IImageContent old, IImageContent current, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var tag in request.Tags.Where(tag => tag != request.Image.Tag).Distinct(StringComparer.Ordinal))
        {
            if (!await names.MoveTagAsync(tag, old, current, cancellationToken).ConfigureAwait(false)) left.Add(tag);
        }

        return left;
    }

    private static IEnumerable<string> Warnings(CanonicalConfig config)
    {
        if (config.DroppedByConversion.Count > 0) yield return $"Converting this image to the OCI form drops {string.Join(", ", config.DroppedByConversion)}, and then the signature no longer verifies.";
    }

    private static Descriptor Describe(IImageContent image) => new(ConfigMediaType, image.Digest, image.Config.Length);
}
