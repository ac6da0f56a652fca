namespace ImageSign.Oci;

/// <summary>The mark with which Windows editors and PowerShell begin text files.</summary>
internal static class ByteOrderMark
{
    private static readonly byte[] Utf8 = [0xEF, 0xBB, 0xBF];

    /// <summary>The text behind the mark of UTF-8, or all of it when there is none.</summary>
    public static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> text) => text.StartsWith(Utf8) ? text[Utf8.Length..] : text;

    /// <inheritdoc cref="Skip(ReadOnlySpan{byte})"/>
    public static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> text) => text.Span.StartsWith(Utf8) ? text[Utf8.Length..] : text;

    /// <summary>True for text in UTF-16: a mark of it, or ASCII characters with a zero beside each.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> text) => text switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => true,
        [> 0x08 and < 0x7F, 0, > 0x08 and < 0x7F, 0, ..] or [0, > 0x08 and < 0x7F, 0, > 0x08 and < 0x7F, ..] => true,
        _ => false,
    };

    /// <summary>What is said of such text.</summary>
    public const string Utf16Reason = "it is UTF-16 text: save it as UTF-8 (in PowerShell: Get-Content FILE | Set-Content -Encoding ascii NEW)";
}
