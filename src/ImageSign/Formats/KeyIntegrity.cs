using System.Security.Cryptography;
using ImageSign.Crypto;
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
        if (SignerOf(signed, signature.Span, context.Keys) is { } signer) return Passed(signer);
        return [Refused(context.Keys, algorithm => CryptographicOperations.HashData(algorithm, signed), signature.Span)];
    }

    /// <summary>The check of a signature that <paramref name="signer"/> made.</summary>
    public static Check[] Passed(PublicKey signer) =>
        [Check.Pass(CheckIds.SignatureIntegrity, null, new Fact("key", signer.Fingerprint)), ClaimChecks.KeyIdentity(signer)];

    /// <summary>
    /// The check of a signature that no key verifies: whoever signed with the right key in an unusual way is not called somebody else.
    /// </summary>
    public static Check Refused(IReadOnlyList<PublicKey> keys, Func<HashAlgorithmName, byte[]?> hashOf, ReadOnlySpan<byte> signature, string over = "")
    {
        foreach (var key in keys)
        {
            if (key.UnacceptedWay(hashOf, signature) is not { } way) continue;
            return Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMadeOtherwise.With(Name(key), way));
        }

        return Check.Fail(CheckIds.SignatureIntegrity, ErrorCodes.SignatureMismatch.With(string.Join(" or ", keys.Select(key => Name(key) + over))));
    }

    private static string Name(PublicKey key) => $"the {key.Name} key {key.Fingerprint}";

    /// <summary>The hash that a key usually signs is tried with every key before another one with any: the usual signature costs no more than it must.</summary>
    private static PublicKey? SignerOf(byte[] signed, ReadOnlySpan<byte> signature, IReadOnlyList<PublicKey> keys)
    {
        var turns = keys.Select(key => key.SigstoreAlgorithms.Count).DefaultIfEmpty().Max();
        for (var turn = 0; turn < turns; turn++)
        {
            foreach (var key in keys)
            {
                if (turn < key.SigstoreAlgorithms.Count && key.VerifySigstore(key.SigstoreAlgorithms[turn], signed, signature)) return key;
            }
        }

        return null;
    }
}
