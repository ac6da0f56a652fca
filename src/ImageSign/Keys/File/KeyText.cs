namespace ImageSign.Keys.File;

/// <summary>Mends what variables, build systems and editors do to PEM text, none of which changes which key it is.</summary>
internal static class KeyText
{
    /// <summary>Turns <c>\n</c>, <c>\r</c> and <c>\t</c> that stand as two characters into the white space that they mean; true when there were any.</summary>
    public static bool Mend(Span<char> text)
    {
        var isMended = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') continue;
            isMended = true;
            text[i] = '\n';
            if (i + 1 < text.Length && text[i + 1] is 'n' or 'r' or 't') text[i + 1] = '\n';
        }

        return isMended;
    }

    /// <summary>True for blocks that begin and end on lines of their own, as others need them.</summary>
    public static bool IsInLines(ReadOnlySpan<char> text)
    {
        var begin = text.IndexOf("-----BEGIN ");
        var end = text.IndexOf("-----END ");
        return begin >= 0 && end > begin && (begin == 0 || text[begin - 1] == '\n') && text[end - 1] == '\n' && text[begin..end].IndexOfAny(' ', '\t') == "-----BEGIN".Length;
    }

    /// <summary>Decodes base64 with white space in it, and with quotes around it; null for anything else.</summary>
    public static byte[]? DecodeBase64(ReadOnlySpan<char> text)
    {
        text = text.Trim(" \t\r\n\"'");
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(text, bytes, out var length))
        {
            Array.Clear(bytes);
            return null;
        }

        var decoded = bytes.AsSpan(0, length).ToArray();
        Array.Clear(bytes);
        return decoded;
    }
}
