using System.IO.Compression;
using System.Text;

namespace ImageSign.Tasks.Tests.Packages;

/// <summary>Everything that a build left in its logs, decompressed: the console's text, the binary log, and the project files that it collects.</summary>
internal sealed class LoggedText(string console, string binlog)
{
    private readonly byte[] _all = [.. Encoding.UTF8.GetBytes(console), .. Decompressed(binlog), .. Collected(Path.ChangeExtension(binlog, ".ProjectImports.zip"))];

    /// <summary>Whether the text is there as UTF-8, as UTF-16, or in base64 (at any of the three positions that it can start at).</summary>
    public bool Holds(string text) => Forms(text).Any(form => _all.AsSpan().IndexOf(form) >= 0);

    private static IEnumerable<byte[]> Forms(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        yield return utf8;
        yield return Encoding.Unicode.GetBytes(text);
        for (var skipped = 0; skipped < 3; skipped++)
        {
            // What precedes the text changes its first characters in base64, and what follows it the last ones.
            var whole = (utf8.Length - skipped) / 3 * 3;
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(utf8, skipped, whole));
        }
    }

    private static byte[] Decompressed(string binlog)
    {
        using var gzip = new GZipStream(File.OpenRead(binlog), CompressionMode.Decompress);
        return ToArray(gzip);
    }

    private static byte[] Collected(string projectImports)
    {
        using var archive = ZipFile.OpenRead(projectImports);
        return [.. archive.Entries.SelectMany(entry => ToArray(entry.Open()))];
    }

    private static byte[] ToArray(Stream stream)
    {
        using var memory = new MemoryStream();
        using (stream) stream.CopyTo(memory);
        return memory.ToArray();
    }
}
