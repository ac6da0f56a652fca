using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;

namespace ImageSign.Trust.Sigstore;

/// <summary>A certificate log's promise that it has, or will have, a certificate (RFC 6962, section 3.2).</summary>
/// <param name="LogId">The log that made it.</param>
/// <param name="Milliseconds">When, in milliseconds since 1970.</param>
/// <param name="Extensions">What the log says besides; signed as well. Static logs put the entry's place here.</param>
/// <param name="SignatureAlgorithm">3 for ECDSA, 1 for RSA; the hash is always SHA-256.</param>
/// <param name="Signature">The signature, ECDSA in DER.</param>
internal sealed record SignedCertificateTimestamp(
    ReadOnlyMemory<byte> LogId,
    ulong Milliseconds,
    ReadOnlyMemory<byte> Extensions,
    byte SignatureAlgorithm,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>The extension of a certificate that holds a list of them.</summary>
    public const string ListOid = "1.3.6.1.4.1.11129.2.4.2";

    /// <summary>The extension of what is only going to be a certificate.</summary>
    public const string PoisonOid = "1.3.6.1.4.1.11129.2.4.3";

    private const int LogIdBytes = 32;
    private const byte Sha256 = 4;
    private const byte Rsa = 1;
    private const byte Ecdsa = 3;

    // The last millisecond that a .NET time can be.
    private const ulong MaxMilliseconds = 253_402_300_799_999;

    /// <summary>When it was made.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)Milliseconds);

    /// <summary>Reads the value of the extension: an OCTET STRING with a TLS list, each item with its length before it.</summary>
    /// <exception cref="AsnContentException">It is something else.</exception>
    public static IReadOnlyList<SignedCertificateTimestamp> ReadList(ReadOnlyMemory<byte> extension)
    {
        var reader = new AsnReader(extension, AsnEncodingRules.DER);
        var bytes = new ReadOnlyMemory<byte>(reader.ReadOctetString());
        reader.ThrowIfNotEmpty();
        var list = Vector(ref bytes);
        if (!bytes.IsEmpty) throw Damaged();
        var all = new List<SignedCertificateTimestamp>();
        while (!list.IsEmpty)
        {
            // RFC 6962, section 3.3: an item of a version that nobody knows is skipped by its length.
            var item = Vector(ref list);
            if (!item.IsEmpty && item.Span[0] == 0) all.Add(ReadOne(item[1..]));
        }

        return all;
    }

    /// <summary>True when <paramref name="log"/> made it for <paramref name="leaf"/>, which <paramref name="issuer"/> issued.</summary>
    public bool IsOf(TransparencyLog log, X509Certificate2 leaf, X509Certificate2 issuer)
    {
        var expected = log.Key switch { EcdsaPublicKey => Ecdsa, RsaPublicKey => Rsa, _ => (byte)0 };
        return expected == SignatureAlgorithm && log.Signed(SignedBytes(leaf, issuer), Signature.Span);
    }

    /// <summary>
    /// RFC 6962, section 3.2: version, type, time, entry type (precert_entry), the hash of the issuer's key, the certificate as it was,
    /// extensions.
    /// </summary>
    public byte[] SignedBytes(X509Certificate2 leaf, X509Certificate2 issuer)
    {
        var tbs = PrecertificateTbs.Without(SignedDer.Read(leaf.RawDataMemory, out _).Tbs, ListOid);
        Span<byte> time = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(time, Milliseconds);
        return
        [
            0, 0, .. time, 0, 1, .. SHA256.HashData(issuer.PublicKey.ExportSubjectPublicKeyInfo()),
            (byte)(tbs.Length >> 16), (byte)(tbs.Length >> 8), (byte)tbs.Length, .. tbs,
            (byte)(Extensions.Length >> 8), (byte)Extensions.Length, .. Extensions.Span,
        ];
    }

    private static SignedCertificateTimestamp ReadOne(ReadOnlyMemory<byte> item)
    {
        var id = Take(ref item, LogIdBytes);
        var time = BinaryPrimitives.ReadUInt64BigEndian(Take(ref item, sizeof(ulong)).Span);
        var extensions = Vector(ref item);
        var (hash, algorithm) = (Take(ref item, 1).Span[0], Take(ref item, 1).Span[0]);
        var signature = Vector(ref item);
        return item.IsEmpty && hash == Sha256 && time <= MaxMilliseconds
            ? new SignedCertificateTimestamp(id, time, extensions, algorithm, signature)
            : throw Damaged();
    }

    private static ReadOnlyMemory<byte> Vector(ref ReadOnlyMemory<byte> bytes) =>
        Take(ref bytes, BinaryPrimitives.ReadUInt16BigEndian(Take(ref bytes, sizeof(ushort)).Span));

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> bytes, int length)
    {
        if (bytes.Length < length) throw Damaged();
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }

    private static AsnContentException Damaged() => new("The list of certificate timestamps is damaged.");
}
