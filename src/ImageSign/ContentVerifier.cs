using ImageSign.Configuration;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Embedded;
using ImageSign.Oci;
using ImageSign.Stores;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Verifies an image in a place without manifests, where a signature can only be in the image itself.</summary>
/// <param name="options">What the engine works with.</param>
/// <param name="binding">The description that the image must keep to, or null.</param>
internal sealed class ContentVerifier(EngineOptions options, DescriptionBinding? binding)
{
    public async Task<VerifyResult> VerifyAsync(VerifyRequest request, IReadOnlyList<PublicKey> keys, IImageContentStore store, CancellationToken cancellationToken)
    {
        if (request.Formats.Any(format => format != EmbeddedFormat.FormatName)) throw ErrorCodes.NotSupportedHere.With($"--format {string.Join(", ", request.Formats)}", store.Name);
        if (request.Platform is not null) throw ErrorCodes.NotAnIndex.With(request.Image, "--platform");
        IImageContent image;
        try
        {
            image = await store.OpenImageAsync(request.Image, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            // The image was read and is not sound: that is an answer.
            return new VerifyResult(request.Image, Subject: null, Verdict.Of(Check.AllOf(CheckIds.Image, [CheckIds.Subject], [Check.Fail(CheckIds.Subject, e)])));
        }

        var subject = Descriptor.Of(MediaTypes.OciConfig, image.Config.Span);
        var context = new VerificationContext(subject, options.Time.GetUtcNow()) { Keys = keys, Reference = request.Image, Binding = request.Binding, Annotations = request.Annotations, DescriptionDigest = binding?.File.Digest };
        var signatures = await EmbeddedFormat.VerifyAsync(image, context, cancellationToken).ConfigureAwait(false);
        List<string> required = [CheckIds.Subject, CheckIds.Signatures];
        List<Check> checks =
        [
            Check.Pass(CheckIds.Subject, null, new Fact("digest", image.Digest.ToString()), new Fact("source", store.Name, Signed: false)),
            Check.AnyOf(CheckIds.Signatures, signatures, ErrorCodes.Unsigned, ErrorCodes.Unsigned.With(request.Image).Message),
        ];
        if (binding is not null) checks.Add(await DescriptionBinding.WhenSignedAsync(checks[1], required, () => binding.CheckAsync(image, request.Image.Transport, cancellationToken)).ConfigureAwait(false));
        var root = await OtherImages.NoteAsync(Check.AllOf(CheckIds.Image, required, checks), store as IImageFile, image.Digest, cancellationToken).ConfigureAwait(false);
        return new VerifyResult(request.Image.At(image.Digest), subject, Verdict.Of(root));
    }
}
