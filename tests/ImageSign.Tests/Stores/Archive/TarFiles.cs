using System.Formats.Tar;

namespace ImageSign.Tests.Stores.Archive;

/// <summary>What is in a tar file, read by somebody else's reader.</summary>
internal static class TarFiles
{
    public static Dictionary<string, byte[]> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var tar = new TarReader(file);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes) continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(entry.Name, content.ToArray());
        }

        return files;
    }

    public static void Write(string path, Dictionary<string, byte[]> files) => Tar(files).Write(path);

    /// <summary>A tar file of these, to which more can be added.</summary>
    public static TestTar Tar(Dictionary<string, byte[]> files)
    {
        var tar = new TestTar();
        foreach (var (name, content) in files) tar.Add(name, content);
        return tar;
    }
}
