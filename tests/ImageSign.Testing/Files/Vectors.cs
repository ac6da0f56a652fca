using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;

namespace ImageSign.Testing.Files;

/// <summary>The files in tests/vectors; archives are unpacked once per run into a temporary directory, which tests do not write to.</summary>
public static class Vectors
{
    private static readonly Lazy<string> Root = new(FindRoot);
    private static readonly ConcurrentDictionary<string, Lazy<TempDirectory>> Unpacked = new(StringComparer.Ordinal);

    static Vectors() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var directory in Unpacked.Values) directory.Value.Dispose();
    };

    /// <summary>The path of a vector, written with slashes: <c>cosign/keys/gen.pub</c>.</summary>
    public static string PathOf(string name) => Path.Combine([Root.Value, .. name.Split('/')]);

    /// <summary>The bytes of a vector.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>The directory with what the archive <paramref name="name"/> (<c>cosign/layouts.tar.gz</c>) holds.</summary>
    public static string Unpack(string name) => Unpacked.GetOrAdd(name, _ => new Lazy<TempDirectory>(() => Extract(PathOf(name)))).Value.Path;

    private static TempDirectory Extract(string archive)
    {
        var directory = new TempDirectory();
        using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(gzip, directory.Path, overwriteFiles: false);
        return directory;
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "tests", "vectors");
            if (Directory.Exists(candidate)) return candidate;
        }

        throw new DirectoryNotFoundException($"tests/vectors is not above {AppContext.BaseDirectory}");
    }
}
