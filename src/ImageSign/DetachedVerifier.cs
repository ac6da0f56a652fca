using System.Security.Cryptography;
using ImageSign.Configuration;
using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Sigstore;
using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign;

/// <summary>Verifies an image archive by the bundle that signs its bytes.</summary>
/// <param name="options">What the engine works with.</param>
/// <param name="binding">The description that the image must keep to, or null.</param>
/// <param name="sigstore">The Sigstore instance and the identities that are trusted, or null.</param>
internal sealed class DetachedVerifier(EngineOptions options, DescriptionBinding? binding, ResolvedTrust? sigstore)
{
    private static readonly HashAlgorithmName[] AnyHash = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];

    public async Task<VerifyResult> VerifyAsync(VerifyRequest request, string path, IReadOnlyList<PublicKey> keys, CancellationToken cancellationToken)
    {
        DetachedBundle.RequireArchive(request.Image);
        var unknown = request.PolicyFile is not null ? "--policy" : request.Platform is not null ? "--platform" : request.Recursive ? "--recursive" : null;
        if (unknown is not null) throw ErrorCodes.NotSupportedHere.With(unknown, "a detached bundle");
        if (keys.Count == 0 && sigstore is null) throw ErrorCodes.NoKey.With();
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
        ArchiveSignature? bundle = null;
        ImageSignException? failure = null;
        try
        {
            bundle = ArchiveSignature.Parse(bytes, withEvidence: sigstore is not null);
        }
        catch (ImageSignException e)
        {
            failure = e;
        }

        var content = archive.OpenBytes();
        await using var closing = content.ConfigureAwait(false);
        var hashes = keys.SelectMany(SignedMessage.UsualHashOf).Concat(bundle?.Hashes ?? [])
            // A certificate's key is not known yet, so neither is its hash.
            .Concat(sigstore is null ? [] : AnyHash);
        var needsWhole = keys.Any(SignedMessage.NeedsWhole);
        var message = await SignedMessage.ReadAsync(content, hashes, needsWhole, cancellationToken).ConfigureAwait(false);
        if (bundle?.NeedsMore(message, keys) == true)
        {
            content.Position = 0;
            message = await SignedMessage.ReadAsync(content, ArchiveSignature.AllHashes(keys).Concat(bundle.Hashes), needsWhole, cancellationToken).ConfigureAwait(false);
        }

        var subject = new Descriptor(DetachedBundle.ArchiveMediaType, message.Digest, archive.Length);
        var context = new VerificationContext(subject, options.Time.GetUtcNow()) { Keys = keys, Reference = request.Image, Binding = request.Binding, Annotations = request.Annotations, DescriptionDigest = binding?.File.Digest, Sigstore = sigstore };
        var signature = (failure is null ? bundle!.Evaluate(message, context) : MessageSignatureCheck.Refuse(failure)).WithFactsOfTrustedSigners();
        signature = signature with { Facts = [new Fact("format", DetachedBundle.FormatName, Signed: false), new Fact("where", $"bundle {path}", Signed: false)] };
        List<string> required = [CheckIds.Subject, CheckIds.Signatures];
        List<Check> checks =
        [
            Check.Pass(CheckIds.Subject, null, new Fact("digest", message.Digest.ToString()), new Fact("source", request.Image.Name, Signed: false)),
            Check.AnyOf(CheckIds.Signatures, [signature], ErrorCodes.Unsigned, ErrorCodes.Unsigned.With(request.Image).Message),
        ];
        if (binding is not null) checks.Add(await DescriptionBinding.WhenSignedAsync(checks[1], required, () => binding.CheckAsync(archive, cancellationToken)).ConfigureAwait(false));
        var root = Check.AllOf(CheckIds.Image, required, checks);
        return new VerifyResult(archive.Image is { } image ? request.Image.At(image) : request.Image, subject, Verdict.Of(root));
    }
}
