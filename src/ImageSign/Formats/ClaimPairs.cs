using System.Globalization;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats;

/// <summary>Claims as pairs of strings, the shape in which every format can carry them.</summary>
internal static class ClaimPairs
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The pairs of <paramref name="claims"/>; <paramref name="withReferences"/> is false where the format has a field of its own for them.</summary>
    public static SortedDictionary<string, string> Write(SignedClaims claims, bool withReferences)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in claims.Annotations) pairs[name] = value;
        if (withReferences && claims.References.Count > 0) pairs[SignedClaims.ReferenceName] = WriteReferences(claims.References);
        if (claims.Time is { } time) pairs[SignedClaims.TimeName] = FormatTime(time);
        if (claims.Expires is { } expires) pairs[SignedClaims.ExpiresName] = FormatTime(expires);
        return pairs;
    }

    /// <summary>Reads signed pairs. A reserved claim that cannot be understood is malformed: an expiry nobody can read must not be one that never comes.</summary>
    public static SignedClaims Read(Digest subject, IReadOnlyDictionary<string, string> pairs) => new()
    {
        Subject = subject,
        References = pairs.TryGetValue(SignedClaims.ReferenceName, out var references) ? ReadReferences(references) : [],
        Time = ReadTime(pairs, SignedClaims.TimeName),
        Expires = ReadTime(pairs, SignedClaims.ExpiresName),
        Annotations = pairs,
    };

    /// <summary>RFC 3339, UTC, whole seconds.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? ReadTime(IReadOnlyDictionary<string, string> pairs, string name)
    {
        if (!pairs.TryGetValue(name, out var text)) return null;
        return DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw OciJson.Malformed("the signed claims", $"'{name}' is not a time like 2026-01-31T12:00:00Z");
    }

    private static string WriteReferences(IReadOnlyList<string> references)
    {
        var json = ManifestWriter.Json(writer =>
        {
            writer.WriteStartArray();
            foreach (var reference in references) writer.WriteStringValue(reference);
            writer.WriteEndArray();
        });
        return System.Text.Encoding.UTF8.GetString(json.Span);
    }

    private static string[] ReadReferences(string text)
    {
        const string what = "the signed claims";
        using var json = OciJson.Parse(System.Text.Encoding.UTF8.GetBytes(text), what);
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw OciJson.Malformed(what, $"'{SignedClaims.ReferenceName}' is not an array");
        return [.. json.RootElement.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw OciJson.Malformed(what, $"'{SignedClaims.ReferenceName}' holds something other than strings"))];
    }
}
