using System.Security.Cryptography;

namespace ImageSign.Keys.File;

#pragma warning disable CA5351, CA5350 // They open keys that others have encrypted; nothing is encrypted with them.

/// <summary>Ciphers of old key files, which not every system has any more.</summary>
internal static class OldCiphers
{
    public static SymmetricAlgorithm TripleDes() => TripleDES.Create();

    public static SymmetricAlgorithm Des() => DES.Create();

    public static SymmetricAlgorithm Rc2() => RC2.Create();

    /// <summary>True when the system can decrypt with it.</summary>
    public static bool IsThere(Func<SymmetricAlgorithm> create)
    {
        try
        {
            using var cipher = create();
            using var decryptor = cipher.CreateDecryptor();
            return true;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
