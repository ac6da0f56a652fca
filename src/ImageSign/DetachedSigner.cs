using System.Security.Cryptography;
using ImageSign.Configuration;
using ImageSign.Formats;
using ImageSign.Formats.Sigstore;
using ImageSign.Keys;
using ImageSign.Oci;
using ImageSign.Stores.Archive;
using ImageSign.Stores.Shared;

namespace ImageSign;

/// <summary>Signs the bytes of an image archive: read it as one, hash it, sign, verify, put the bundle in its place.</summary>
/// <param name="options">What the engine works with.</param>
/// <param name="binding">The description that the image must keep to, or null.</param>
internal sealed class DetachedSigner(EngineOptions options, DescriptionBinding? binding)
{
    /// <summary>True when the archive's file is what is to be signed.</summary>
    public static bool Applies(SignRequest request) => request.BundleFile is not null || (request.Image.Transport == Transport.DockerArchive && request.Formats.Count == 0);

    /// <summary>Refuses what a bundle cannot say, before anything is done.</summary>
    public static void Require(SignRequest request)
    {
        DetachedBundle.RequireArchive(request.Image);
        if (request.Attach && request.Formats.Count == 0) throw ErrorCodes.NotSupportedHere.With("--attach", "a detached bundle, which is a file of its own");
        if (request.TimestampUrl is not null) throw ErrorCodes.NotSupportedHere.With("--timestamp-url", "a detached bundle");
    }

    public async Task<SignResult> SignAsync(SignRequest request, ISigningKey key, CancellationToken cancellationToken)
    {
        var path = request.BundleFile ?? DetachedBundle.Beside(request.Image);
        var publicKey = key.PublicKey;
        using var archive = await WholeArchive.OpenAsync(request.Image, cancellationToken).ConfigureAwait(false);
        if (request.OnlyImage) archive.RequireOnlyImage();
        if (binding is not null) await binding.RequireAsync(archive, cancellationToken).ConfigureAwait(false);
        var existing = await ReadExistingAsync(path, cancellationToken).ConfigureAwait(false);
        var saysMore = request.Annotations.Count > 0 || request.ExpiresIn is not null;
        var hashSigner = key as IHashSigningKey ?? (key as CertifiedKey)?.Key as IHashSigningKey;
        var needsWhole = hashSigner is null && !saysMore;
        if (needsWhole && archive.Length > Limits.MaxWholeMessageBytes) throw MessageSignatureCheck.TooLarge(publicKey.Name);
        var content = archive.OpenBytes();
        await using var closing = content.ConfigureAwait(false);
        var message = await SignedMessage.ReadAsync(content, SignedMessage.UsualHashOf(publicKey).Concat(existing?.Hashes ?? []), needsWhole, cancellationToken).ConfigureAwait(false);
        var subject = new Descriptor(DetachedBundle.ArchiveMediaType, message.Digest, archive.Length);
        var now = options.Time.GetUtcNow();
        var context = new VerificationContext(subject, now) { Keys = [publicKey], Annotations = request.Annotations };
        var result = new SignResult(archive.Image is { } image ? request.Image.At(image) : request.Image, [new SignedSubject(subject, [])], publicKey.Fingerprint, publicKey.Name);
        if (request.IfMissing && existing is not null && existing.Evaluate(message, context).Passed) return result;

        var claims = new SignedClaims { Subject = message.Digest, Time = now, Expires = now + request.ExpiresIn, Annotations = request.Annotations };
        var bundle = saysMore
            ? await StatementBundle.SignAsync(claims, key, cancellationToken).ConfigureAwait(false)
            : await SignBytesAsync(message, key, hashSigner, cancellationToken).ConfigureAwait(false);
        SelfVerification.Require(ArchiveSignature.Parse(bundle).Evaluate(message, context));
        await AtomicFile.WriteAsync(path, bundle, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Subjects = [new SignedSubject(subject, [new SignedArtifact(DetachedBundle.FormatName, path, Digest.Of(bundle.Span), publicKey.Fingerprint)])],
            Warnings = [.. PeerWarnings.For(publicKey, options.FormatsNamed([SigstoreFormat.FormatName])), .. existing?.IsFor(message) == true ? [$"The bundle that was at '{path}' was replaced: a bundle holds one signature."] : Array.Empty<string>()],
        };
    }

    private static async Task<ReadOnlyMemory<byte>> SignBytesAsync(SignedMessage message, ISigningKey key, IHashSigningKey? hashSigner, CancellationToken cancellationToken)
    {
        var publicKey = key.PublicKey;
        var algorithm = publicKey.SigstoreAlgorithms[0];
        var hash = publicKey.HashOf(algorithm) ?? HashAlgorithmName.SHA256;
        var signature = hashSigner is null
            ? await key.SignAsync(algorithm, message.Whole!.Value, cancellationToken).ConfigureAwait(false)
            : await hashSigner.SignHashAsync(algorithm, message.HashOf(hash), cancellationToken).ConfigureAwait(false);
        var hint = Convert.ToBase64String(SHA256.HashData(publicKey.SubjectPublicKeyInfo.Span));
        return MessageSignatureBundle.Write(hint, hash, message.HashOf(hash), publicKey.ToDer(signature));
    }

    /// <summary>A bundle may be replaced; any other file that has the name was meant otherwise, the archive itself above all.</summary>
    private static async Task<ArchiveSignature?> ReadExistingAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return ArchiveSignature.Parse(await DetachedBundle.ReadAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (ImageSignException e)
        {
            throw ErrorCodes.BundleFileInUse.Because(e, path);
        }
    }
}
