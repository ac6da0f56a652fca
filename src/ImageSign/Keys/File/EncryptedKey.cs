using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;

namespace ImageSign.Keys.File;

/// <summary>
/// Encrypted PKCS#8 (RFC 5958, EncryptedPrivateKeyInfo). The password is called wrong only where a scheme that is known did not open with it; what is not known is named.
/// </summary>
internal static class EncryptedKey
{
    /// <summary>RFC 8018, appendix A, and RFC 7292, appendix C: the schemes before PBES2, and what each needs of the system.</summary>
    private static readonly Dictionary<string, (string Name, Func<SymmetricAlgorithm>? Cipher, bool TakesText)> Older = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.5.1"] = ("PBE-MD2-DES", null, false),
        ["1.2.840.113549.1.5.3"] = ("PBE-MD5-DES", OldCiphers.Des, false),
        ["1.2.840.113549.1.5.4"] = ("PBE-MD2-RC2-64", null, false),
        ["1.2.840.113549.1.5.6"] = ("PBE-MD5-RC2-64", OldCiphers.Rc2, false),
        ["1.2.840.113549.1.5.10"] = ("PBE-SHA1-DES", OldCiphers.Des, false),
        ["1.2.840.113549.1.5.11"] = ("PBE-SHA1-RC2-64", OldCiphers.Rc2, false),
        ["1.2.840.113549.1.12.1.1"] = ("PBE-SHA1-RC4-128", null, true),
        ["1.2.840.113549.1.12.1.2"] = ("PBE-SHA1-RC4-40", null, true),
        ["1.2.840.113549.1.12.1.3"] = ("PBE-SHA1-3DES", OldCiphers.TripleDes, true),
        ["1.2.840.113549.1.12.1.4"] = ("PBE-SHA1-2DES", OldCiphers.TripleDes, true),
        ["1.2.840.113549.1.12.1.5"] = ("PBE-SHA1-RC2-128", OldCiphers.Rc2, true),
        ["1.2.840.113549.1.12.1.6"] = ("PBE-SHA1-RC2-40", OldCiphers.Rc2, true),
    };

    /// <summary>The PKCS#8 key inside.</summary>
    /// <param name="material">The file that it stands in.</param>
    /// <param name="encrypted">The EncryptedPrivateKeyInfo.</param>
    /// <param name="password">The password, UTF-8.</param>
    public static byte[] Decrypt(KeyMaterial material, ReadOnlyMemory<byte> encrypted, ReadOnlySpan<byte> password)
    {
        var info = new AsnReader(encrypted, AsnEncodingRules.BER).ReadSequence();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        try
        {
            var plain = oid == Pbes2.Oid
                ? Pbes2.Decrypt(material, algorithm.ReadSequence(), info.ReadOctetString(), password)
                : DecryptOlder(material, oid, encrypted, password);
            // One wrong password of 256 leaves a padding that looks right.
            return DerKey.KindOf(plain) == KeyMaterialKind.Pkcs8 ? plain : throw ErrorCodes.WrongPassword.With(material.Name);
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.WrongPassword.Because(e, material.Name);
        }
    }

    /// <summary>What is said of a scheme that is not known.</summary>
    public static ImageSignException Unknown(KeyMaterial material, string scheme, bool isLegacy = false) =>
        ErrorCodes.KeyEncryptionUnknown.With(material.Name, scheme, KeyCommands.Reencrypt(material, isLegacy));

    /// <summary>The name of the scheme in an AlgorithmIdentifier.</summary>
    public static string NameOf(string oid) => Older.TryGetValue(oid, out var scheme) ? scheme.Name : oid;

    private static byte[] DecryptOlder(KeyMaterial material, string oid, ReadOnlyMemory<byte> encrypted, ReadOnlySpan<byte> password)
    {
        if (!Older.TryGetValue(oid, out var scheme)) throw Unknown(material, $"the scheme {oid}");
        if (scheme.Cipher is null || !OldCiphers.IsThere(scheme.Cipher)) throw Unknown(material, scheme.Name, isLegacy: true);
        if (!scheme.TakesText) return Pkcs8PrivateKeyInfo.DecryptAndDecode(password, encrypted, out _).Encode();
        // RFC 7292, appendix B.1: the password is text in UTF-16.
        var characters = new char[Encoding.UTF8.GetMaxCharCount(password.Length)];
        try
        {
            return Pkcs8PrivateKeyInfo.DecryptAndDecode(characters.AsSpan(0, Encoding.UTF8.GetChars(password, characters)), encrypted, out _).Encode();
        }
        finally
        {
            Array.Clear(characters);
        }
    }
}
