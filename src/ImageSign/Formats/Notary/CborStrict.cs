using System.Formats.Cbor;
using System.Globalization;

namespace ImageSign.Formats.Notary;

/// <summary>Reads CBOR items of definite length and of the one type that is expected.</summary>
internal static class CborStrict
{
    /// <summary>A byte string.</summary>
    public static byte[] Bytes(CborReader reader, string what) => reader.PeekState() == CborReaderState.ByteString
        ? reader.ReadByteString()
        : throw Bad(what, "is not a byte string of definite length");

    /// <summary>A text string.</summary>
    public static string Text(CborReader reader, string what) => reader.PeekState() == CborReaderState.TextString
        ? reader.ReadTextString()
        : throw Bad(what, "is not a text of definite length");

    /// <summary>Opens a map and returns its size.</summary>
    public static int MapSize(CborReader reader, string what) => reader.PeekState() == CborReaderState.StartMap && reader.ReadStartMap() is { } count
        ? count
        : throw Bad(what, "is not a map of definite length");

    /// <summary>A header label, as text: RFC 9052, section 1.4: <c>label = int / tstr</c>. A text that looks like a number is not one.</summary>
    public static string Label(CborReader reader)
    {
        if (reader.PeekState() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger) return reader.ReadInt64().ToString(CultureInfo.InvariantCulture);
        var text = Text(reader, "a label");
        return text.Length > 0 && (text[0] == '-' || char.IsAsciiDigit(text[0])) ? $"\"{text}\"" : text;
    }

    public static ImageSignException Bad(string what, string reason) => ErrorCodes.Malformed.With("The COSE envelope", $"{what} {reason}");
}
