using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust;

/// <summary>Trust stores in notation's layout: <c>DIRECTORY/x509/ca/NAME/*</c>, certificates as PEM or DER.</summary>
/// <param name="directory">The directory that holds <c>x509</c>; null when there is none.</param>
public sealed class DirectoryTrustStore(string? directory) : ITrustStore
{
    /// <inheritdoc />
    public IReadOnlyList<X509Certificate2> Load(TrustStoreName store)
    {
        if (directory is null) throw ErrorCodes.TrustStoreUnusable.With(store, "this user has no home directory that could hold it");
        var path = Path.Combine(directory, "x509", store.KindName, store.Name);
        try
        {
            var info = new DirectoryInfo(path);
            if (!info.Exists) throw ErrorCodes.TrustStoreUnusable.With(store, $"there is no directory '{path}'");
            if (info.LinkTarget is not null) throw ErrorCodes.TrustStoreUnusable.With(store, $"'{path}' is a link");
            var entries = info.EnumerateFileSystemInfos().Take(Limits.MaxTrustStoreFiles + 1).OrderBy(entry => entry.Name, StringComparer.Ordinal).ToArray();
            if (entries.Length > Limits.MaxTrustStoreFiles) throw ErrorCodes.TrustStoreUnusable.With(store, $"it holds more than {Limits.MaxTrustStoreFiles} files");
            List<X509Certificate2> certificates = [];
            foreach (var entry in entries)
            {
                var held = ReadFile(store, entry).ToArray();
                foreach (var certificate in held) RequireAnchor(store, entry.Name, certificate);
                certificates.AddRange(held);
            }

            if (certificates.Count == 0) throw ErrorCodes.TrustStoreUnusable.With(store, "it is empty");
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw ErrorCodes.TrustStoreUnusable.Because(e, store, e.Message);
        }
    }

    private static IEnumerable<X509Certificate2> ReadFile(TrustStoreName store, FileSystemInfo entry)
    {
        if (entry is not FileInfo file) throw ErrorCodes.TrustStoreUnusable.With(store, $"'{entry.Name}' is a directory");
        if (file.LinkTarget is not null) throw ErrorCodes.TrustStoreUnusable.With(store, $"'{entry.Name}' is a link");
        if (file.Length > Limits.MaxKeyFileBytes) throw ErrorCodes.TrustStoreUnusable.With(store, $"'{entry.Name}' is larger than {Limits.MaxKeyFileBytes} bytes");
        var bytes = File.ReadAllBytes(file.FullName);
        try
        {
            return CertificateFile.Parse(bytes);
        }
        catch (ImageSignException e)
        {
            throw ErrorCodes.TrustStoreUnusable.Because(e, store, $"'{entry.Name}' holds no certificate that can be read");
        }
    }

    private static void RequireAnchor(TrustStoreName store, string file, X509Certificate2 certificate)
    {
        var isAuthority = CertificateExtensions.Find<X509BasicConstraintsExtension>(certificate) is { CertificateAuthority: true };
        // trust-store-trust-policy, "Trust Store": timestamping authorities are trusted by their roots only.
        if (store.Kind == TrustStoreKind.Tsa ? isAuthority && ChainRules.IsSelfSigned(certificate) : isAuthority || ChainRules.IsSelfSigned(certificate)) return;
        throw ErrorCodes.TrustStoreUnusable.With(store, $"'{certificate.Subject}' in '{file}' is {(store.Kind == TrustStoreKind.Tsa ? "no root" : "neither an authority nor self-signed")}");
    }
}
