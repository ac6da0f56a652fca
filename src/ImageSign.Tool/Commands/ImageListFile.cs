using System.Text;
using System.Text.Unicode;
using ImageSign.Oci;

namespace ImageSign.Tool.Commands;

/// <summary>A list of images: one reference on a line; blank lines and what follows <c>#</c> say nothing.</summary>
internal sealed class ImageListFile
{
    private const string StandardInput = "-";

    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _text;

    private ImageListFile(string name, ReadOnlyMemory<byte> text) => (_name, _text) = (name, text);

    /// <summary>Reads the whole list and every line of it; a line that is no reference is a usage error.</summary>
    public static async Task<ImageList> ReadAsync(string path, Func<Stream> openInput, CancellationToken cancellationToken)
    {
        var name = path == StandardInput ? "standard input" : path;
        var text = await LoadAsync(name, path == StandardInput ? openInput : () => File.OpenRead(path), cancellationToken);
        if (!Utf8.IsValid(text.Span)) throw ErrorCodes.ImageListUnreadable.With(name, "it is not UTF-8 text");
        var file = new ImageListFile(name, ByteOrderMark.Skip(text));
        var count = 0;
        var heap = new HeapPace();
        foreach (var _ in file.Images())
        {
            heap.Keep();
            if (++count > Limits.MaxImages) throw ErrorCodes.OverLimit.With($"The number of images in {name}", $"{Limits.MaxImages}");
        }

        return count > 0 ? new ImageList(count, file.Images()) { IsList = true } : throw ErrorCodes.NamesNoImage.With(name);
    }

    private static async Task<ReadOnlyMemory<byte>> LoadAsync(string name, Func<Stream> open, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = open();
            using var text = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (text.Length + read > Limits.MaxImageListBytes) throw ErrorCodes.OverLimit.With($"The list of images in {name}", $"{Limits.MaxImageListBytes} bytes");
                text.Write(buffer, 0, read);
            }

            return text.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.ImageListUnreadable.Because(e, name, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The references, parsed as they are asked for: what is kept is the text.</summary>
    private IEnumerable<ImageReference> Images()
    {
        var number = 0;
        for (var start = 0; start < _text.Length;)
        {
            number++;
            var length = _text.Span[start..].IndexOf((byte)'\n');
            var line = length < 0 ? _text[start..] : _text.Slice(start, length);
            start += line.Length + 1;
            if (Word(line.Span) is { Length: > 0 } word) yield return Parse(word, number);
        }
    }

    private static string Word(ReadOnlySpan<byte> line)
    {
        var comment = line.IndexOf((byte)'#');
        // In a path, a # is a character as any other: only one at the start or after white space begins a comment.
        while (comment > 0 && line[comment - 1] is not ((byte)' ' or (byte)'\t'))
        {
            var next = line[(comment + 1)..].IndexOf((byte)'#');
            comment = next < 0 ? -1 : comment + 1 + next;
        }

        return Encoding.UTF8.GetString(comment < 0 ? line : line[..comment]).Trim();
    }

    private ImageReference Parse(string word, int number)
    {
        try
        {
            var image = ImageArgument.Parse(word);
            return image.Transport == Transport.Unqualified ? image.OnDockerHub() : image;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.InvalidReference || e.Code == ErrorCodes.DigestAlgorithm)
        {
            throw ErrorCodes.ImageListLine.Because(e, number, _name, e.Message.TrimEnd('.'));
        }
    }
}
