namespace ImageSign.Stores;

/// <summary>Compressions told apart by their first bytes, as engines tell them apart: names and media types do not count.</summary>
internal static class Compression
{
    /// <summary>How many bytes tell them apart.</summary>
    public const int MagicBytes = 6;

    private static readonly byte[] Gzip = [0x1f, 0x8b];

    private static readonly (byte[] Magic, string Name, string Command)[] Foreign =
    [
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd", "zstd -d"),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz", "xz -d"),
        ([0x42, 0x5a, 0x68], "bzip2", "bzip2 -d"),
        ([0x04, 0x22, 0x4d, 0x18], "lz4", "lz4 -d"),
        ([0x02, 0x21, 0x4c, 0x18], "lz4", "lz4 -d"),
        ([0x4c, 0x5a, 0x49, 0x50, 0x01], "lzip", "lzip -d"),
        ([0x5d, 0x00, 0x00], "lzma", "xz -d --format=lzma"),
        ([0x1f, 0x9d], "compress", "uncompress"),
        ([0x50, 0x4b, 0x03, 0x04], "zip", "unzip"),
        ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7z", "7z x"),
    ];

    /// <summary>True for gzip, the one that is read here.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith(Gzip);

    /// <summary>The compression of what begins with <paramref name="head"/>, and the command that undoes it; null for gzip and for what is not compressed.</summary>
    public static (string Name, string Command)? FindForeign(ReadOnlySpan<byte> head)
    {
        // zstd, "Skippable Frames": some tools begin with one of those.
        if (head.Length > 3 && head[0] is >= 0x50 and <= 0x5f && head[1..4].SequenceEqual<byte>([0x2a, 0x4d, 0x18])) return (Foreign[0].Name, Foreign[0].Command);
        foreach (var (magic, name, command) in Foreign)
        {
            if (head.StartsWith(magic)) return (name, command);
        }

        return null;
    }
}
