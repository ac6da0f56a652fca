using System.Formats.Tar;
using System.Text;

namespace ImageSign.Tests.Stores.Archive;

/// <summary>Builds tar files of any shape, good and bad.</summary>
internal sealed class TestTar
{
    private readonly List<byte> _tar = [];

    public TestTar Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public TestTar Add(string name, byte[] content) => Add(new PaxTarEntry(TarEntryType.RegularFile, name) { ModificationTime = DateTimeOffset.UnixEpoch, DataStream = new MemoryStream(content) });

    public TestTar Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink) => Add(new PaxTarEntry(type, name) { LinkName = target });

    public TestTar Add(TarEntry entry)
    {
        using var one = new MemoryStream();
        using (var writer = new TarWriter(one, leaveOpen: true)) writer.WriteEntry(entry);
        _tar.AddRange(one.ToArray()[..^1024]);
        return this;
    }

    public TestTar Raw(ReadOnlySpan<byte> bytes)
    {
        _tar.AddRange(bytes);
        return this;
    }

    /// <summary>One header block with a right checksum and whatever else.</summary>
    public TestTar Header(string name, string size, char type)
    {
        var block = new byte[512];
        Encoding.UTF8.GetBytes(name).CopyTo(block, 0);
        Encoding.ASCII.GetBytes(size).CopyTo(block, 124);
        block[156] = (byte)type;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        "        "u8.CopyTo(block.AsSpan(148));
        Encoding.ASCII.GetBytes($"{Convert.ToString(block.Sum(value => value), 8).PadLeft(6, '0')}\0 ").CopyTo(block, 148);
        return Raw(block);
    }

    public byte[] ToArray() => [.. _tar, .. new byte[1024]];

    public string Write(string path)
    {
        File.WriteAllBytes(path, ToArray());
        return path;
    }
}
