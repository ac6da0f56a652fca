using ImageSign.Keys;
using ImageSign.Trust;

namespace ImageSign;

/// <summary>Writes a test certificate to <c>PREFIX.key</c> (mode 0600), <c>PREFIX.crt</c> (the chain) and <c>PREFIX-root.crt</c>; what exists is never overwritten.</summary>
public static class TestCertificateFiles
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Secret | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes the files and returns their paths.</summary>
    public static (string PrivateKey, string Chain, string Root) Write(TestCertificate certificate, string prefix)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var paths = (PrivateKey: $"{prefix}.key", Chain: $"{prefix}.crt", Root: $"{prefix}-root.crt");
        foreach (var path in (string[])[paths.PrivateKey, paths.Chain, paths.Root])
        {
            if (File.Exists(path)) throw ErrorCodes.KeyFileExists.With(path);
        }

        KeyPairFiles.WriteNew(paths.PrivateKey, certificate.PrivateKeyPem, Secret);
        KeyPairFiles.WriteNew(paths.Chain, certificate.ChainPem, Public);
        KeyPairFiles.WriteNew(paths.Root, certificate.RootPem, Public);
        return paths;
    }
}
