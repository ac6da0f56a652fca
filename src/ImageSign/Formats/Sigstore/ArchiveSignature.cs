using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Verification;

namespace ImageSign.Formats.Sigstore;

/// <summary>The signature in an archive's bundle: over its bytes; or, where there is more to say, over a statement that names their digest.</summary>
internal sealed class ArchiveSignature
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly MessageSignatureBundle? _message;
    private readonly ImageStatement? _statement;

    private ArchiveSignature(ReadOnlyMemory<byte> bytes, MessageSignatureBundle? message, ImageStatement? statement) => (_bytes, _message, _statement) = (bytes, message, statement);

    /// <summary>The hashes of the archive that it needs.</summary>
    public IEnumerable<HashAlgorithmName> Hashes => _message is null ? [] : [_message.Algorithm];

    /// <summary>Reads a bundle of either kind.</summary>
    /// <param name="utf8">The bundle.</param>
    /// <param name="withEvidence">Reads what it brings along for keyless trust, and older versions.</param>
    public static ArchiveSignature Parse(ReadOnlyMemory<byte> utf8, bool withEvidence = false)
    {
        return IsStatement(utf8)
            ? new ArchiveSignature(utf8, message: null, ImageStatement.Parse(SigstoreBundle.Parse(utf8, withEvidence).Payload))
            : new ArchiveSignature(utf8, MessageSignatureBundle.Parse(utf8, withEvidence), statement: null);
    }

    /// <summary>The tools that would read it.</summary>
    public IReadOnlyList<string> Readers => _message is null ? ["cosign verify-blob-attestation"] : ["cosign verify-blob"];

    /// <summary>What it says; none of it is verified.</summary>
    public IReadOnlyList<Fact> Describe() => _message?.Describe() ?? StatementBundle.Describe(_bytes, subject: null);

    /// <summary>True when it is said to be for the archive as it is; it is not verified.</summary>
    public bool IsFor(SignedMessage archive) => _message is not null
        ? _message.Digest.Span.SequenceEqual(archive.HashOf(_message.Algorithm))
        : _statement!.Subjects.Any(subject => subject.Digest == archive.Digest);

    /// <summary>True when the hashes that were taken leave open whether one of the keys made it.</summary>
    public bool NeedsMore(SignedMessage archive, IReadOnlyList<PublicKey> keys) =>
        _message is not null && !keys.Any(key => archive.IsSignedBy(key, _message.Signature.Span)) && AllHashes(keys).Any(hash => archive.FindHash(hash) is null);

    /// <summary>The hashes by which one of the keys may have signed.</summary>
    public static IEnumerable<HashAlgorithmName> AllHashes(IEnumerable<PublicKey> keys) => keys.SelectMany(SignedMessage.HashesFor);

    /// <summary>The check of the signature.</summary>
    public Check Evaluate(SignedMessage archive, VerificationContext context)
    {
        if (_message is not null) return MessageSignatureCheck.Evaluate(_message, archive, context);
        var check = StatementBundle.Verify(_bytes, context with { Subject = context.Subject with { Digest = archive.Digest } });
        return check with { Children = [.. check.Children.Select(child => child.Id == CheckIds.Coverage ? ClaimChecks.ArchiveCoverage() : child)] };
    }

    private static bool IsStatement(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, BundleMembers.What);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("dsseEnvelope", out _);
    }
}
