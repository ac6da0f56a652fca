using System.Security.Cryptography;
using ImageSign.Formats;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>Signs the bytes of an image archive: read it as one, hash it, sign, verify, put the bundle in its place.</summary>
internal sealed class DetachedSigner(EngineOptions options)
{
    /// <summary>True when the archive's file is what is to be signed.</summary>
    public static bool Applies(SignRequest request) => request.BundleFile is not null || (request.Image.Transport == Transport.DockerArchive && request.Formats.Count == 0);

    /// <summary>Refuses what a signature over bytes cannot say, before anything is done.</summary>
    public static void Require(SignRequest request)
    {
        DetachedBundle.RequireArchive(request.Image);
        if (request.Attach && request.Formats.Count == 0) throw ErrorCodes.NotSupportedHere.With("--attach", "a detached bundle, which is a file of its own");
        var unsaid = request.Annotations.Count > 0 ? "-a" : request.ExpiresIn is not null ? "--expires-in" : request.TimestampUrl is not null ? "--timestamp-url" : null;
        if (unsaid is not null) throw ErrorCodes.NotSupportedHere.With(unsaid, "a detached bundle, which signs the archive's bytes and nothing else; --format embedded can say more");
    }

    public async Task<SignResult> SignAsync(SignRequest request, ISigningKey key, CancellationToken cancellationToken)
    {
        var path = request.BundleFile ?? DetachedBundle.Beside(request.Image);
        var publicKey = key.PublicKey;
        using var archive = await WholeArchive.OpenAsync(request.Image, cancellationToken).ConfigureAwait(false);
        var existing = await ReadExistingAsync(path, cancellationToken).ConfigureAwait(false);
        var hashSigner = key as IHashSigningKey ?? (key as CertifiedKey)?.Key as IHashSigningKey;
        var hashes = SignedMessage.HashesFor(publicKey).Concat(existing is null ? [] : [existing.Algorithm]);
        if (hashSigner is null && archive.Length > Limits.MaxWholeMessageBytes) throw MessageSignatureCheck.TooLarge(publicKey.Name);
        var content = archive.OpenBytes();
        await using var closing = content.ConfigureAwait(false);
        var message = await SignedMessage.ReadAsync(content, hashes, hashSigner is null, cancellationToken).ConfigureAwait(false);
        var subject = new Descriptor(DetachedBundle.ArchiveMediaType, message.Digest, archive.Length);
        var context = new VerificationContext(subject, options.Time.GetUtcNow()) { Keys = [publicKey] };
        var result = new SignResult(archive.Image is { } image ? request.Image.At(image) : request.Image, [new SignedSubject(subject, [])], publicKey.Fingerprint, publicKey.Name);
        if (request.IfMissing && existing is not null && MessageSignatureCheck.Evaluate(existing, message, context).Passed) return result;

        var algorithm = publicKey.SigstoreAlgorithms[0];
        var hash = publicKey.HashOf(algorithm) ?? HashAlgorithmName.SHA256;
        var signature = hashSigner is null
            ? await key.SignAsync(algorithm, message.Whole!.Value, cancellationToken).ConfigureAwait(false)
            : await hashSigner.SignHashAsync(algorithm, message.HashOf(hash), cancellationToken).ConfigureAwait(false);
        var hint = Convert.ToBase64String(SHA256.HashData(publicKey.SubjectPublicKeyInfo.Span));
        var bundle = MessageSignatureBundle.Write(hint, hash, message.HashOf(hash), publicKey.ToDer(signature));
        SelfVerification.Require(MessageSignatureCheck.Evaluate(MessageSignatureBundle.Parse(bundle), message, context));
        await AtomicFile.WriteAsync(path, bundle, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Subjects = [new SignedSubject(subject, [new SignedArtifact(DetachedBundle.FormatName, path, Digest.Of(bundle.Span), publicKey.Fingerprint)])],
            Warnings = [.. PeerWarnings.For(publicKey, options.FormatsNamed([SigstoreFormat.FormatName])), .. existing is null ? Array.Empty<string>() : [$"The bundle that was at '{path}' was replaced: a bundle holds one signature."]],
        };
    }

    /// <summary>A bundle may be replaced; any other file that has the name was meant otherwise, the archive itself above all.</summary>
    private static async Task<MessageSignatureBundle?> ReadExistingAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return MessageSignatureBundle.Parse(await DetachedBundle.ReadAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (ImageSignException e)
        {
            throw ErrorCodes.BundleFileInUse.Because(e, path);
        }
    }
}
