using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace ImageSign.Tests.Formats.Notary;

/// <summary>The files under tests/vectors/notation; its archives are unpacked once for each run.</summary>
internal static class NotationVectors
{
    private static readonly Lazy<string> Unpacked = new(Unpack);

    /// <summary>The folder as it is in the repository.</summary>
    public static string Folder { get; } = Path.Combine(Repository(), "tests", "vectors", "notation");

    /// <summary>The trust stores.</summary>
    public static string TrustStore => Path.Combine(Folder, "config", "truststore");

    /// <summary>A policy file.</summary>
    public static string Policy(string name) => Path.Combine(Folder, "config", "policies", $"{name}.json");

    /// <summary>A layout.</summary>
    public static string Layout(string name) => Path.Combine(Unpacked.Value, "layouts", name);

    /// <summary>The key and chain of an invalid certificate.</summary>
    public static string InvalidPki(string name) => Path.Combine(Unpacked.Value, "pki-invalid", name);

    /// <summary>The digest of the layout's first manifest: what the signatures in it are for.</summary>
    public static string TargetOf(string layout)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Layout(layout), "index.json")));
        var manifests = index.RootElement.GetProperty("manifests");
        var target = layout == "index-signed"
            ? manifests.EnumerateArray().First(entry => entry.GetProperty("mediaType").GetString() == "application/vnd.oci.image.index.v1+json")
            : manifests[0];
        return target.GetProperty("digest").GetString()!;
    }

    /// <summary>The one envelope in a layout, with its media type.</summary>
    public static (byte[] Bytes, string MediaType) Envelope(string layout)
    {
        foreach (var blob in Directory.EnumerateFiles(Path.Combine(Layout(layout), "blobs", "sha256")))
        {
            var bytes = File.ReadAllBytes(blob);
            if (bytes is [0xd2, 0x84, ..]) return (bytes, "application/cose");
            if (bytes.AsSpan().IndexOf("\"protected\""u8) >= 0) return (bytes, "application/jose+json");
        }

        throw new FileNotFoundException($"The layout {layout} holds no envelope.");
    }

    private static string Unpack()
    {
        var directory = Directory.CreateTempSubdirectory("imagesign-notation-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        foreach (var archive in (ReadOnlySpan<string>)["layouts.tar.gz", "pki-invalid.tar.gz"])
        {
            using var file = File.OpenRead(Path.Combine(Folder, archive));
            using var tar = new GZipStream(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(tar, directory, overwriteFiles: false);
        }

        return directory;
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ImageSign.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
