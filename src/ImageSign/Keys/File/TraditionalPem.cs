using System.Buffers;
using System.Security.Cryptography;

namespace ImageSign.Keys.File;

/// <summary>PEM blocks that OpenSSL encrypts the traditional way: Proc-Type and DEK-Info lines, and a key from MD5 over password and salt.</summary>
internal static class TraditionalPem
{
    private const int SaltBytes = 8;

    private static readonly Dictionary<string, (int KeyBytes, int BlockBytes, Func<SymmetricAlgorithm> Create)> Ciphers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AES-128-CBC"] = (16, 16, Aes.Create),
        ["AES-192-CBC"] = (24, 16, Aes.Create),
        ["AES-256-CBC"] = (32, 16, Aes.Create),
        ["DES-EDE3-CBC"] = (24, 8, OldCiphers.TripleDes),
        ["DES-CBC"] = (8, 8, OldCiphers.Des),
    };

    /// <summary>The key inside, which is of the kind that the label says.</summary>
    public static byte[] Decrypt(KeyMaterial material, ReadOnlySpan<byte> password)
    {
        var comma = material.Encryption!.IndexOf(',', StringComparison.Ordinal);
        var cipher = comma < 0 ? material.Encryption : material.Encryption[..comma];
        if (!Ciphers.TryGetValue(cipher, out var known)) throw EncryptedKey.Unknown(material, cipher, cipher.StartsWith("RC2", StringComparison.OrdinalIgnoreCase));
        if (!OldCiphers.IsThere(known.Create)) throw EncryptedKey.Unknown(material, cipher, isLegacy: true);
        var start = StartOf(material, comma, known.BlockBytes);
        var key = DeriveKey(password, start.AsSpan(0, SaltBytes), known.KeyBytes);
        try
        {
            using var algorithm = known.Create();
            algorithm.Key = key;
            var plain = algorithm.DecryptCbc(material.Content, start);
            return DerKey.KindOf(plain) == material.Kind ? plain : throw ErrorCodes.WrongPassword.With(material.Name);
        }
        catch (CryptographicException e)
        {
            throw ErrorCodes.WrongPassword.Because(e, material.Name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static byte[] StartOf(KeyMaterial material, int comma, int length)
    {
        var start = new byte[length];
        var hex = comma < 0 ? default : material.Encryption!.AsSpan(comma + 1);
        return hex.Length == 2 * length && Convert.FromHexString(hex, start, out _, out _) == OperationStatus.Done
            ? start
            : throw KeyMaterial.NotUnderstood(material.Name, "its DEK-Info line is damaged", "Copy the whole file again");
    }

    // EVP_BytesToKey with MD5 and one round: D(i) = MD5(D(i-1) || password || salt).
    private static byte[] DeriveKey(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int length)
    {
#pragma warning disable CA5351 // the format is what it is
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        var key = new byte[length];
        byte[] last = [];
        for (var filled = 0; filled < length; filled += last.Length)
        {
            hash.AppendData(last);
            hash.AppendData(password);
            hash.AppendData(salt);
            last = hash.GetHashAndReset();
            last.AsSpan(0, Math.Min(last.Length, length - filled)).CopyTo(key.AsSpan(filled));
        }

        return key;
    }
}
