using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageSign.Primitives;

namespace ImageSign.Stores.Registry.Connecting;

/// <summary>
/// What docker and podman keep for a registry in <c>certs.d/HOST[:PORT]</c>: authorities (<c>*.crt</c>), and a certificate to identify with
/// (<c>*.cert</c> and its <c>*.key</c>).
/// </summary>
internal sealed class HostCertificates
{
    /// <summary>Most files of one such directory that are read.</summary>
    private const int MaxFiles = 100;

    private HostCertificates()
    {
    }

    /// <summary>Authorities that count for this host, besides the system's.</summary>
    public X509Certificate2Collection Authorities { get; } = [];

    /// <summary>What this machine identifies with, or null.</summary>
    public X509Certificate2? Client { get; private set; }

    /// <summary>The file of <see cref="Client"/>.</summary>
    public string ClientFile { get; private set; } = "";

    /// <summary>The directory of the host, in the first place that has one; containers-certs.d(5).</summary>
    public static HostCertificates Of(params IReadOnlyList<string> hosts)
    {
        var directory = hosts.SelectMany(host => Places().Select(place => Path.Combine(place, host))).FirstOrDefault(Directory.Exists);
        var certificates = new HostCertificates();
        if (directory is null) return certificates;
        try
        {
            certificates.Read(directory);
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw ErrorCodes.HostCertificatesUnusable.Because(e, directory, e.Message.TrimEnd('.'));
        }
    }

    private static IEnumerable<string> Places()
    {
        if (UserFolders.XdgConfiguration is { } own) yield return Path.Combine(own, "containers", "certs.d");
        if (OperatingSystem.IsWindows()) yield break;
        if (UserFolders.InHome(".config", "containers", "certs.d") is { } home) yield return home;
        yield return "/etc/containers/certs.d";
        yield return "/etc/docker/certs.d";
    }

    private void Read(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Take(MaxFiles))
        {
            switch (Path.GetExtension(file))
            {
                case ".crt":
                    Authorities.ImportFromPemFile(file);
                    break;
                case ".cert" when !File.Exists(Path.ChangeExtension(file, ".key")):
                    throw ErrorCodes.HostCertificatesUnusable.With(directory,
                        $"{Path.GetFileName(file)} has no key beside it, {Path.GetFileNameWithoutExtension(file)}.key");
                case ".key" when !File.Exists(Path.ChangeExtension(file, ".cert")):
                    throw ErrorCodes.HostCertificatesUnusable.With(directory,
                        $"{Path.GetFileName(file)} has no certificate beside it, {Path.GetFileNameWithoutExtension(file)}.cert (*.crt are authorities)");
                case ".cert" when Client is null:
                    (Client, ClientFile) = (Load(file, Path.ChangeExtension(file, ".key")), file);
                    break;
            }
        }
    }

    private static X509Certificate2 Load(string certificate, string key)
    {
        var pair = X509Certificate2.CreateFromPemFile(certificate, key);
        if (!OperatingSystem.IsWindows()) return pair;
        // Windows identifies only with keys that it keeps itself.
        using var loaded = pair;
        return X509CertificateLoader.LoadPkcs12(loaded.Export(X509ContentType.Pfx), password: null);
    }
}
