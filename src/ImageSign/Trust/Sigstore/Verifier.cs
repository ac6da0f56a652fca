using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>What a signature is verified with: a certificate, or a key of the user's own; logs write it down.</summary>
/// <param name="Key">The key.</param>
/// <param name="Certificate">The certificate, DER; null for a key.</param>
internal sealed record Verifier(PublicKey Key, ReadOnlyMemory<byte>? Certificate)
{
    /// <summary>
    /// True when <paramref name="pem"/> is exactly this certificate or key: one block, compared by what is in it, not by its text.
    /// </summary>
    public bool IsPem(ReadOnlySpan<byte> pem)
    {
        var text = Encoding.UTF8.GetString(pem);
        if (!PemEncoding.TryFind(text, out var fields)) return false;
        var label = Certificate is null ? "PUBLIC KEY" : "CERTIFICATE";
        var outside = $"{text.AsSpan()[..fields.Location.Start]}{text.AsSpan()[fields.Location.End..]}";
        if (!text.AsSpan()[fields.Label].SequenceEqual(label) || !string.IsNullOrWhiteSpace(outside)) return false;
        var der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(text.AsSpan()[fields.Base64Data], der, out var length)
            && der.AsSpan(0, length).SequenceEqual(Der.Span);
    }

    /// <summary>The bytes that stand for it.</summary>
    public ReadOnlyMemory<byte> Der => Certificate ?? Key.SubjectPublicKeyInfo;
}
