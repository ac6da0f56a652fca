using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Sigstore;
using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Verifies an image archive by the bundle that signs its bytes.</summary>
internal sealed class DetachedVerifier(EngineOptions options)
{
    public async Task<VerifyResult> VerifyAsync(VerifyRequest request, string path, IReadOnlyList<PublicKey> keys, CancellationToken cancellationToken)
    {
        DetachedBundle.RequireArchive(request.Image);
        var unknown = request.PolicyFile is not null ? "--policy" : request.Platform is not null ? "--platform" : request.Recursive ? "--recursive" : null;
        if (unknown is not null) throw ErrorCodes.NotSupportedHere.With(unknown, "a detached bundle");
        if (keys.Count == 0) throw ErrorCodes.NoKey.With();
        var bundle = await DetachedBundle.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        WholeArchive archive;
        try
        {
            archive = await WholeArchive.OpenAsync(request.Image, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            // The file was read and is not sound: that is an answer.
            return new VerifyResult(request.Image, Subject: null, Verdict.Of(Check.AllOf(CheckIds.Image, [CheckIds.Subject], [Check.Fail(CheckIds.Subject, e)])));
        }

        using (archive) return await VerifyAsync(request, path, bundle, archive, keys, cancellationToken).ConfigureAwait(false);
    }

    private async Task<VerifyResult> VerifyAsync(VerifyRequest request, string path, ReadOnlyMemory<byte> bytes, WholeArchive archive, IReadOnlyList<PublicKey> keys, CancellationToken cancellationToken)
    {
        MessageSignatureBundle? bundle = null;
        ImageSignException? failure = null;
        try
        {
            bundle = MessageSignatureBundle.Parse(bytes);
        }
        catch (ImageSignException e)
        {
            failure = e;
        }

        var content = archive.OpenBytes();
        await using var closing = content.ConfigureAwait(false);
        var hashes = keys.SelectMany(SignedMessage.HashesFor).Concat(bundle is null ? [] : [bundle.Algorithm]);
        var message = await SignedMessage.ReadAsync(content, hashes, keys.Any(SignedMessage.NeedsWhole), cancellationToken).ConfigureAwait(false);
        var subject = new Descriptor(DetachedBundle.ArchiveMediaType, message.Digest, archive.Length);
        var context = new VerificationContext(subject, options.Time.GetUtcNow()) { Keys = keys, Reference = request.Image, Binding = request.Binding, Annotations = request.Annotations };
        var signature = failure is null ? MessageSignatureCheck.Evaluate(bundle!, message, context) : MessageSignatureCheck.Refuse(failure);
        if (!signature.Children.Any(child => child is { Id: CheckIds.SignatureIntegrity, Passed: true })) signature = signature.WithoutSignedFacts();
        signature = signature with { Facts = [new Fact("format", DetachedBundle.FormatName, Signed: false), new Fact("where", $"bundle {path}", Signed: false)] };
        var root = Check.AllOf(
            CheckIds.Image,
            [CheckIds.Subject, CheckIds.Signatures],
            [
                Check.Pass(CheckIds.Subject, null, new Fact("digest", message.Digest.ToString()), new Fact("source", request.Image.Name, Signed: false)),
                Check.AnyOf(CheckIds.Signatures, [signature], ErrorCodes.Unsigned, ErrorCodes.Unsigned.With(request.Image).Message),
            ]);
        return new VerifyResult(archive.Image is { } image ? request.Image.At(image) : request.Image, subject, Verdict.Of(root));
    }
}
