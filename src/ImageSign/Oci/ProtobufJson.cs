using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace ImageSign.Oci;

/// <summary>
/// Reads values as protobuf's JSON writes them: bytes as base64, 64-bit numbers as strings, absent members as zero or empty.
/// </summary>
internal static class ProtobufJson
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> StandardAlphabet = SearchValues.Create($"{Letters}+/");
    private static readonly SearchValues<char> UrlAlphabet = SearchValues.Create($"{Letters}-_");

    /// <summary>A member that is base64: standard or URL-safe, with its padding or without, and no white space.</summary>
    public static byte[] Bytes(JsonElement element, string name, string what) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && TryDecode(value.GetString()!, out var bytes)
            ? bytes
            : throw OciJson.Malformed(what, $"'{name}' is not base64");

    /// <summary>An item of a list that is base64.</summary>
    public static byte[] Bytes(JsonElement item, string what) =>
        item.ValueKind == JsonValueKind.String && TryDecode(item.GetString()!, out var bytes)
            ? bytes
            : throw OciJson.Malformed(what, "an item is not base64");

    /// <summary>A member that is base64 and holds something, within <paramref name="limit"/> bytes.</summary>
    public static byte[] Bytes(JsonElement element, string name, string what, int limit)
    {
        var bytes = Bytes(element, name, what);
        if (bytes.Length == 0) throw OciJson.Malformed(what, $"'{name}' is empty");
        return bytes.Length <= limit ? bytes : throw ErrorCodes.OverLimit.With($"'{name}' of {what}", $"{limit} bytes");
    }

    /// <summary>
    /// A member that is a whole number, not negative: a string or a number, in the one spelling that every reader understands; absent: 0.
    /// </summary>
    public static long Int64(JsonElement element, string name, string what)
    {
        if (!element.TryGetProperty(name, out var value)) return 0;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return (text is "0" || !text.StartsWith('0'))
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw OciJson.Malformed(what, $"'{name}' is not a whole number from 0 to 2^63-1");
    }

    /// <summary>
    /// The object member <paramref name="name"/> with no members but <paramref name="known"/>; null when it is absent or null.
    /// </summary>
    public static JsonElement? Optional(JsonElement element, string name, string what, ReadOnlySpan<string> known, bool closed = true) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? OciJson.Object(value, what, known, closed)
            : null;

    /// <summary>The object member <paramref name="name"/> with no members but <paramref name="known"/>.</summary>
    public static JsonElement Required(JsonElement element, string name, string what, ReadOnlySpan<string> known, bool closed = true) =>
        Optional(element, name, what, known, closed) ?? throw OciJson.Malformed(what, $"'{name}' is missing");

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        var digits = text.AsSpan().TrimEnd('=');
        if (digits.Length != text.Length && (text.Length % 4 != 0 || text.Length - digits.Length > 2)) return false;
        if (digits.ContainsAnyExcept(StandardAlphabet) && digits.ContainsAnyExcept(UrlAlphabet)) return false;
        bytes = new byte[digits.Length * 3 / 4];
        var url = text.Replace('+', '-').Replace('/', '_').AsSpan(0, digits.Length);
        return Base64Url.DecodeFromChars(url, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;
    }
}
