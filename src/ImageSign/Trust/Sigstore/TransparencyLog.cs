using System.Security.Cryptography;
using System.Text;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>A log of a trusted root: of signatures (Rekor), or of certificates.</summary>
/// <param name="BaseUrl">Where it is; the scheme may be absent.</param>
/// <param name="Id">Its id, as entries and certificates name it. Never computed: that of a Rekor v2 log is not the hash of its key.</param>
/// <param name="Key">Its key; null for a kind of key that this version cannot verify with.</param>
/// <param name="ValidFor">When the key counts.</param>
internal sealed record TransparencyLog(string BaseUrl, ReadOnlyMemory<byte> Id, PublicKey? Key, ValidFor ValidFor)
{
    private const int KeyIdBytes = 4;
    private const int Ed25519Bytes = 32;

    /// <summary>Who runs it; null when the root does not say.</summary>
    public string? Operator { get; init; }

    /// <summary>The key id in its checkpoints, when the root says it.</summary>
    public ReadOnlyMemory<byte>? CheckpointKeyId { get; init; }

    /// <summary>The kind of key, as the root names it.</summary>
    public required string KeyDetails { get; init; }

    /// <summary>The name of its host, without scheme, port and path: the origin of a Rekor v2 log's checkpoints.</summary>
    public string Host => HostOf(BaseUrl);

    /// <summary>Whose vote it is when logs are counted.</summary>
    public string Voter => Operator is { Length: > 0 } name ? $"operator {name}" : $"log {Convert.ToHexStringLower(Id.Span)}";

    /// <summary>
    /// True when its key made <paramref name="signature"/> (ECDSA in DER) over <paramref name="message"/>, with the hash that belongs to
    /// the key.
    /// </summary>
    public bool Signed(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Key is not null && Key.FromDer(signature) is { } raw && Key.Verify(Key.SigstoreAlgorithms[0], message, raw);

    /// <summary>True when it signed <paramref name="note"/> under <paramref name="name"/>.</summary>
    /// <param name="note">The checkpoint.</param>
    /// <param name="name">Its name in signature lines.</param>
    /// <param name="v2">Rekor v2 derives the key id as C2SP signed-note says; Rekor v1 takes the hash of the key whatever its kind.</param>
    public bool Signed(SignedNote note, string name, bool v2) =>
        Key is not null && note.IsSignedBy(name, (v2 ? CheckpointKeyId ?? KeyId(Key, name) : KeyHash(Key)).Span, Key);

    // C2SP signed-note, "Signatures", and what rekor-tiles does for kinds of keys that it leaves open.
    private static ReadOnlyMemory<byte> KeyId(PublicKey key, string name) => key switch
    {
        Ed25519PublicKey => KeyHash([.. Encoding.UTF8.GetBytes(name), 0x0A, 0x01, .. key.SubjectPublicKeyInfo.Span[^Ed25519Bytes..]]),
        RsaPublicKey => KeyHash([.. Encoding.UTF8.GetBytes(name), 0x0A, 0xFF, .. "PKIX-RSA-PKCS#1v1.5"u8, .. key.SubjectPublicKeyInfo.Span]),
        _ => KeyHash(key),
    };

    private static ReadOnlyMemory<byte> KeyHash(PublicKey key) => KeyHash(key.SubjectPublicKeyInfo.Span);

    private static ReadOnlyMemory<byte> KeyHash(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes).AsMemory(0, KeyIdBytes);

    private static string HostOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? url : url[(scheme + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.LastIndexOf(':');
        return port > authority.LastIndexOf(']') ? authority[..port] : authority;
    }
}
