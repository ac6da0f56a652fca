using ImageSign.Verification;

namespace ImageSign.Formats;

/// <summary>The check that one of the trusted keys made a signature.</summary>
internal static class KeyIntegrity
{
    /// <summary>Tries every trusted key; any of them satisfies (rotation).</summary>
    /// <param name="signed">The bytes that were signed.</param>
    /// <param name="signature">The signature as Sigstore and cosign write it: ECDSA in DER.</param>
    /// <param name="context">Holds the keys.</param>
    public static IEnumerable<Check> Evaluate(byte[] signed, ReadOnlyMemory<byte> signature, VerificationContext context)
    {
        foreach (var key in context.Keys)
        {
            if (!key.VerifySigstore(signed, signature.Span)) continue;
            return [Check.Pass(CheckIds.SignatureIntegrity, null, new Fact("key", key.Fingerprint)), ClaimChecks.KeyIdentity(key)];
        }

        var names = string.Join(" or ", context.Keys.Select(key => $"the {key.Name} key {key.Fingerprint}"));
        return [Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch.With(names))];
    }
}
