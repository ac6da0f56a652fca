using System.Text;

namespace ImageSign.Keys;

/// <summary>References as they may be shown: a PIN or a password that somebody wrote into one is not repeated.</summary>
internal static class Redaction
{
    private const string Hidden = "…";

    // What RFC 7512 knows and what is no secret; whatever else stands there may be one.
    private static readonly string[] Shown =
    [
        "token", "serial", "manufacturer", "model", "slot-id", "slot-description", "slot-manufacturer", "library-manufacturer", "library-description",
        "library-version", "object", "id", "type", "module-path", "module-name", "version", "subject",
    ];

    private static readonly System.Buffers.SearchValues<char> Separators = System.Buffers.SearchValues.Create(";&?");

    /// <summary>The reference without the values of attributes that may be secret, and without a user and password before a host.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = WithoutUser(text).AsSpan();
        var isFirst = true;
        while (true)
        {
            var end = rest.IndexOfAny(Separators);
            Append(result, end < 0 ? rest : rest[..end], isFirst);
            if (end < 0) return result.ToString();
            result.Append(rest[end]);
            rest = rest[(end + 1)..];
            isFirst = false;
        }
    }

    private static void Append(StringBuilder result, ReadOnlySpan<char> part, bool isFirst)
    {
        var scheme = isFirst ? part.IndexOf(':') + 1 : 0;
        var equals = part.IndexOf('=');
        if (equals < 0)
        {
            result.Append(isFirst ? part : Hidden);
            return;
        }

        if (scheme > equals) scheme = 0;
        var name = part[scheme..equals].ToString();
        var isHarmless = Shown.Contains(name, StringComparer.OrdinalIgnoreCase) && !part[equals..].Contains("pin", StringComparison.OrdinalIgnoreCase);
        result.Append(part[..(equals + 1)]).Append(isHarmless ? part[(equals + 1)..] : Hidden);
    }

    private static string WithoutUser(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0) return text;
        start += "://".Length;
        var end = text.AsSpan(start).IndexOfAny('/', '?');
        var authority = end < 0 ? text.AsSpan(start) : text.AsSpan(start, end);
        var at = authority.LastIndexOf('@');
        return at < 0 ? text : string.Concat(text.AsSpan(0, start), $"{Hidden}@", text.AsSpan(start + at + 1));
    }
}
