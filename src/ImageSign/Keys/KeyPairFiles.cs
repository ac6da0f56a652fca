using System.Text;

namespace ImageSign.Keys;

/// <summary>Writes a key pair to <c>PREFIX.key</c> (mode 0600) and <c>PREFIX.pub</c>; what exists is never overwritten.</summary>
public static class KeyPairFiles
{
    /// <summary>Writes both files and returns their paths.</summary>
    public static (string PrivateKey, string PublicKey) Write(KeyPair pair, string prefix, byte[]? password)
    {
        ArgumentNullException.ThrowIfNull(pair);
        RefuseExisting(prefix);
        var (privatePath, publicPath) = Paths(prefix);
        WriteNew(privatePath, pair.PrivateKeyPem(password), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WriteNew(publicPath, pair.PublicKeyPem, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return (privatePath, publicPath);
    }

    /// <summary>Throws <see cref="ErrorCodes.KeyFileExists"/> when one of the files is there; for asking before a password is asked for.</summary>
    public static void RefuseExisting(string prefix)
    {
        var (privatePath, publicPath) = Paths(prefix);
        foreach (var path in (string[])[privatePath, publicPath])
        {
            if (System.IO.File.Exists(path)) throw ErrorCodes.KeyFileExists.With(path);
        }
    }

    private static (string PrivateKey, string PublicKey) Paths(string prefix) => ($"{prefix}.key", $"{prefix}.pub");

    /// <summary>Writes a file that must not exist yet.</summary>
    internal static void WriteNew(string path, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            using var file = new FileStream(path, options);
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw System.IO.File.Exists(path) ? ErrorCodes.KeyFileExists.Because(e, path) : ErrorCodes.StoreWriteFailed.Because(e, path, e.Message);
        }
    }
}
