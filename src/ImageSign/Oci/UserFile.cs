namespace ImageSign.Oci;

/// <summary>Files that users name: keys, certificates, settings. What is read may be a pipe, which has no length and is read once.</summary>
internal static class UserFile
{
    private const int FirstBufferBytes = 16 * 1024;

    /// <summary>The bytes; null when there are more than <paramref name="limit"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <param name="isOnce">True when a second reading would find nothing.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[]? Read(string path, int limit, out bool isOnce)
    {
        if (Directory.Exists(path)) throw new IOException("it is a directory");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        isOnce = !file.CanSeek;
        var buffer = new byte[Math.Min(FirstBufferBytes, limit + 1)];
        var length = 0;
        try
        {
            while (file.Read(buffer.AsSpan(length)) is var read and > 0)
            {
                length += read;
                if (length > limit) return null;
                if (length < buffer.Length) continue;
                var larger = new byte[Math.Min(2 * buffer.Length, limit + 1)];
                buffer.CopyTo(larger, 0);
                Array.Clear(buffer); // it may be a private key
                buffer = larger;
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            Array.Clear(buffer);
        }
    }

    /// <summary>As <see cref="Read(string, int, out bool)"/>, for what is read once anyway.</summary>
    public static byte[]? Read(string path, int limit) => Read(path, limit, out _);
}
