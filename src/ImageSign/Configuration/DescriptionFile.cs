using System.Text;
using System.Text.Unicode;
using ImageSign.Formats;
using ImageSign.Oci;

namespace ImageSign.Configuration;

/// <summary>An image description as the file that signatures name by its digest.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Digest">The digest of its bytes.</param>
/// <param name="Content">What it says.</param>
internal sealed record DescriptionFile(string Path, Digest Digest, ImageDescription Content)
{
    /// <summary>The name that signatures carry; a directory says nothing to others.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Reads the file, once: what is hashed is what is understood.</summary>
    public static async Task<DescriptionFile> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (!Utf8.IsValid(bytes)) throw ErrorCodes.DescriptionUnreadable.With(path, ByteOrderMark.IsUtf16(bytes) ? ByteOrderMark.Utf16Reason : "it is not UTF-8");
        using var text = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        return new DescriptionFile(path, Digest.Of(bytes), DescriptionReader.Read(path, text));
    }

    /// <summary>The claims of a signature that binds an image to this file.</summary>
    public IEnumerable<KeyValuePair<string, string>> Claims =>
    [
        new(SignedClaims.ConfigDigestName, Digest.ToString()),
        new(SignedClaims.ConfigFileName, Name),
    ];

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // A pipe has no length, and opening one would wait for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and var length }) throw ErrorCodes.DescriptionUnreadable.With(path, "it is missing or empty");
            if (length > Limits.MaxDescriptionBytes) throw ErrorCodes.OverLimit.With($"The image description '{path}'", $"{Limits.MaxDescriptionBytes} bytes");
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.DescriptionUnreadable.Because(e, path, e.Message);
        }
    }
}
