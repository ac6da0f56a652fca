namespace ImageSign.Stores.Shared.Archives;

/// <summary>A file in a tar archive, or a link, by its place.</summary>
/// <param name="Name">The path with single slashes, without <c>./</c>.</param>
/// <param name="Start">Where its headers begin, in bytes from the start of the tar.</param>
/// <param name="Offset">Where its content begins.</param>
/// <param name="Length">The length of its content in bytes.</param>
internal sealed record TarMember(string Name, long Start, long Offset, long Length)
{
    public const int BlockBytes = 512;

    /// <summary>The name that a link points to, relative to the archive's root; null for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>Where the next member begins.</summary>
    public long End => BlockEnd(Offset + Length);

    /// <summary>Where the block that <paramref name="position"/> lies in ends.</summary>
    public static long BlockEnd(long position) => (position + BlockBytes - 1) / BlockBytes * BlockBytes;
}
