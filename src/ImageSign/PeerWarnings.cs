using ImageSign.Crypto;
using ImageSign.Formats;
using ImageSign.Formats.Cosign;
using ImageSign.Formats.Sigstore;

namespace ImageSign;

/// <summary>Names the peers that cannot read what was asked for.</summary>
internal static class PeerWarnings
{
    public static IEnumerable<string> For(PublicKey key, IReadOnlyList<ISignatureFormat> formats)
    {
        var ofCosign = formats.Any(format => format.Name is SigstoreFormat.FormatName or CosignFormat.FormatName);
        if (ofCosign && key.SigstoreAlgorithms[0] is SignatureAlgorithm.EcdsaSha384 or SignatureAlgorithm.EcdsaSha512)
        {
            yield return $"{key.Name}: cosign up to 3.1.1 (without --signature-digest-algorithm) and podman cannot verify this key; P-256 works everywhere.";
        }
    }
}
