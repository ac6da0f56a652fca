using ImageSign.Oci;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Formats.Sigstore;

/// <summary>Judges the signature of a file.</summary>
internal static class MessageSignatureCheck
{
    private static readonly string[] AlwaysRequired = [CheckIds.EnvelopeWellFormed, CheckIds.EnvelopeType, CheckIds.SignatureIntegrity, CheckIds.Identity, CheckIds.ClaimsSubject, CheckIds.ClaimsAnnotations];

    /// <summary>The check of a bundle that could be read.</summary>
    public static Check Evaluate(MessageSignatureBundle bundle, SignedMessage message, VerificationContext context)
    {
        var claims = new SignedClaims { Subject = message.Digest };
        List<string> required = context.Binding == ReferenceBinding.None ? [.. AlwaysRequired] : [.. AlwaysRequired, CheckIds.ClaimsReference];
        Check[] form = [Check.Pass(CheckIds.EnvelopeWellFormed), Check.Pass(CheckIds.EnvelopeType)];
        Check[] says =
        [
            Subject(bundle, message),
            ClaimChecks.Annotations(claims, context),
            ClaimChecks.Reference(claims, context),
            .. ClaimChecks.Description(claims, context, required),
            Check.Skip(CheckIds.ClaimsExpiry, "the signature does not expire"),
            Check.Skip(CheckIds.Time, "the signature claims no time"),
            ClaimChecks.ArchiveCoverage(),
        ];
        if (context.Sigstore is null) return Check.AllOf(CheckIds.Signature, required, [.. form, .. Integrity(bundle, message, context), .. says]);
        var content = new SignedFile(message.FindHash, message.Whole, bundle.Signature);
        try
        {
            return KeylessChecks.Evaluate(content, bundle.Evidence!, context).Group(form, says, required);
        }
        catch (ImageSignException e)
        {
            return Refuse(e);
        }
    }

    /// <summary>The check of a bundle that could not be read.</summary>
    public static Check Refuse(ImageSignException failure)
    {
        var id = failure.Code == ErrorCodes.NotImageSignature ? CheckIds.EnvelopeType : CheckIds.EnvelopeWellFormed;
        return Check.AllOf(CheckIds.Signature, [id], [Check.Fail(id, failure)]);
    }

    private static Check[] Integrity(MessageSignatureBundle bundle, SignedMessage message, VerificationContext context)
    {
        if (bundle.Material != "publicKey")
        {
            return [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch, "it was made with a certificate, which a key does not stand for")];
        }

        if (context.Keys.FirstOrDefault(key => message.IsSignedBy(key, bundle.Signature.Span)) is { } signer)
        {
            return KeyIntegrity.Passed(signer);
        }

        if (message.Whole is null && context.Keys.FirstOrDefault(SignedMessage.NeedsWhole) is { } key) return [Check.Fail(CheckIds.SignatureIntegrity, TooLarge(key.Name))];
        return [KeyIntegrity.Refused(context.Keys, message.FindHash, bundle.Signature.Span, " over this file")];
    }

    /// <summary>What a key that signs no hashes says to a large file.</summary>
    public static ImageSignException TooLarge(string key) => ErrorCodes.OverLimit.With($"The file is one message for the {key} key, which signs no hashes: its size", $"{Limits.MaxWholeMessageBytes} bytes");

    /// <summary>
    /// sigstore_common.proto, MessageSignature: "Clients MUST NOT attempt to use this digest to verify the associated signature; it is intended solely for
    /// identification." So the signature is checked over the file itself, and the digest has to fit besides.
    /// </summary>
    private static Check Subject(MessageSignatureBundle bundle, SignedMessage message)
    {
        var hash = message.HashOf(bundle.Algorithm);
        return bundle.Digest.Span.SequenceEqual(hash)
            ? Check.Pass(CheckIds.ClaimsSubject, null, new Fact("subject", message.Digest.ToString()))
            : Check.Fail(CheckIds.ClaimsSubject, ErrorCodes.OtherSubject.With(Name(bundle.Digest.Span), Name(hash)));

        string Name(ReadOnlySpan<byte> digest) => $"{bundle.Algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexStringLower(digest)}";
    }
}
