using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace ImageSign.Testing.Images;

/// <summary>A gzip layer and the digest of its tar.</summary>
internal sealed record TestLayer(byte[] Compressed, string DiffId)
{
    public static TestLayer Of(IReadOnlyDictionary<string, string> files)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = content });
            }
        }

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar.GetBuffer(), 0, (int)tar.Length);
        }

        return new TestLayer(compressed.ToArray(), TestDigest.Of(tar.GetBuffer().AsSpan(0, (int)tar.Length)));
    }
}
