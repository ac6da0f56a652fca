namespace ImageSign.Keys.File;

/// <summary>A PEM block as people have it: also on one line, indented, between quotes, with text around it.</summary>
/// <param name="label">What stands behind BEGIN.</param>
/// <param name="encryption">What stands behind DEK-Info (RFC 1421, section 4.6.1.3), or null.</param>
/// <param name="body">The base64 text, with its white space.</param>
internal readonly ref struct PemBlock(ReadOnlySpan<char> label, ReadOnlySpan<char> encryption, ReadOnlySpan<char> body)
{
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";
    private const string DekInfo = "DEK-Info:";

    public ReadOnlySpan<char> Label { get; } = label;

    public ReadOnlySpan<char> Encryption { get; } = encryption;

    public ReadOnlySpan<char> Body { get; } = body;

    /// <summary>The next block of <paramref name="text"/>; false when there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="block">The block.</param>
    /// <param name="following">What follows the block.</param>
    /// <param name="isDamaged">True when one begins that does not end.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out PemBlock block, out ReadOnlySpan<char> following, out bool isDamaged)
    {
        block = default;
        following = default;
        isDamaged = false;
        var begin = text.IndexOf(Begin);
        if (begin < 0) return false;
        isDamaged = true;
        var rest = text[(begin + Begin.Length)..];
        var labelEnd = rest.IndexOf(Dashes);
        if (labelEnd < 0 || rest[..labelEnd].IndexOfAny('\r', '\n') >= 0) return false;
        var label = rest[..labelEnd];
        var inside = rest[(labelEnd + Dashes.Length)..];
        var end = inside.IndexOf($"-----END {label}-----");
        if (end < 0 || inside[..end].IndexOf(Begin) >= 0) return false;
        isDamaged = false;
        following = inside[(end + "-----END ".Length + label.Length + Dashes.Length)..];
        var encryption = Encrypted(inside[..end], out var body);
        block = new PemBlock(label, encryption, body);
        return true;
    }

    /// <summary>Reads past the header lines; their values hold no white space, so that it does not matter whether they still are lines.</summary>
    private static ReadOnlySpan<char> Encrypted(ReadOnlySpan<char> inside, out ReadOnlySpan<char> body)
    {
        body = inside;
        var header = inside.IndexOf(DekInfo);
        if (header < 0) return default;
        var value = inside[(header + DekInfo.Length)..].TrimStart();
        var length = value.IndexOfAny(" \t\r\n");
        body = length < 0 ? default : value[length..];
        return length < 0 ? value : value[..length];
    }
}
