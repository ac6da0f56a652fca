using System.Text.Json;
using System.Text.Unicode;

namespace ImageSign.Oci;

/// <summary>Reads JSON that somebody else wrote, strictly, so that no other parser can see another document in the same bytes.</summary>
/// <remarks>
/// Go reads object keys without regard to case and lets the last one win: a manifest with <c>"config"</c> and <c>"Config"</c> is one image to
/// us and another to the engine that runs it. So a member that equals a known one but for case is refused, as are exact duplicates.
/// </remarks>
internal static class OciJson
{
    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow,
        MaxDepth = Limits.MaxJsonDepth,
    };

    /// <summary>Parses one document: valid UTF-8, no duplicate members, no trailing data, bounded depth.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string what)
    {
        try
        {
            if (!Utf8.IsValid(utf8.Span)) throw Malformed(what, "not valid UTF-8");
            var document = JsonDocument.Parse(utf8, Strict);
            // Only an escape can smuggle half a surrogate pair into valid UTF-8.
            if (utf8.Span.IndexOf("\\u"u8) >= 0) RequireReadableStrings(document.RootElement);
            return document;
        }
        catch (JsonException e)
        {
            throw ErrorCodes.Malformed.Because(e, what, Reason(e));
        }
        catch (InvalidOperationException e)
        {
            throw ErrorCodes.Malformed.Because(e, what, "a string holds half a surrogate pair");
        }
    }

    /// <summary>Requires an object in which no member is a case-folded twin of a known one; with <paramref name="closed"/>, no unknown member at all.</summary>
    public static JsonElement Object(JsonElement element, string what, ReadOnlySpan<string> known, bool closed = false)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Malformed(what, "not an object");
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            if (known.Contains(name)) continue;
            if (closed) throw Malformed(what, $"unknown member '{name}'");
            var folded = Fold(name);
            foreach (var expected in known)
            {
                if (string.Equals(folded, Fold(expected), StringComparison.Ordinal))
                {
                    throw Malformed(what, $"member '{name}' differs from '{expected}' only by case");
                }
            }
        }

        return element;
    }

    /// <summary>The string member <paramref name="name"/>, or null when it is absent.</summary>
    public static string? OptionalString(JsonElement element, string name, string what)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Malformed(what, $"'{name}' is not a string");
    }

    /// <summary>The string member <paramref name="name"/>.</summary>
    public static string RequiredString(JsonElement element, string name, string what) =>
        OptionalString(element, name, what) ?? throw Malformed(what, $"'{name}' is missing");

    /// <summary>The items of the array member <paramref name="name"/>, at most <paramref name="limit"/>; none when it is absent or null.</summary>
    public static IEnumerable<JsonElement> OptionalArray(JsonElement element, string name, string what, int limit)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Malformed(what, $"'{name}' is not an array");
        if (value.GetArrayLength() > limit) throw ErrorCodes.OverLimit.With($"'{name}' of {what}", $"{limit} items");
        return value.EnumerateArray();
    }

    /// <summary>The object member <paramref name="name"/> as pairs of strings; empty when it is absent or null.</summary>
    public static IReadOnlyDictionary<string, string> OptionalStringMap(JsonElement element, string name, string what)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return Descriptor.EmptyAnnotations;
        if (value.ValueKind != JsonValueKind.Object) throw Malformed(what, $"'{name}' is not an object");
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            map[member.Name] = member.Value.ValueKind == JsonValueKind.String
                ? member.Value.GetString()!
                : throw Malformed(what, $"'{name}' holds a value that is not a string");
        }

        return map;
    }

    public static ImageSignException Malformed(string what, string reason) => ErrorCodes.Malformed.With(what, reason);

    /// <summary>Simple case folding as Go's encoding/json does it: ASCII, and the two other letters that fold to ASCII ones (Kelvin sign, long s).</summary>
    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k').ToUpperInvariant();

    private static void RequireReadableStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) RequireReadableStrings(item);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    RequireReadableStrings(member.Value);
                }

                break;
        }
    }

    private static string Reason(JsonException e) => e.LineNumber is { } line
        ? $"not valid JSON at line {line + 1}, byte {e.BytePositionInLine + 1}, or a duplicate member"
        : "not valid JSON, or a duplicate member";
}
