using System.Globalization;
using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>JSON in one spelling, for hashing (RFC 8785): sorted members, no white space, the shortest escapes; whole numbers up to 2^53 only.</summary>
internal sealed class CanonicalJson
{
    private const long MaxInteger = 1L << 53;
    private const string What = "the image configuration";

    private readonly StringBuilder _text = new();

    /// <summary>The UTF-8 bytes of an object with these members.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, Action<CanonicalJson>> members)
    {
        var json = new CanonicalJson();
        json.Object(members);
        return Encoding.UTF8.GetBytes(json._text.ToString());
    }

    /// <summary>RFC 8785, 3.2.3: "property name strings … are sorted as arrays of UTF-16 code units".</summary>
    public void Object(IEnumerable<KeyValuePair<string, Action<CanonicalJson>>> members)
    {
        _text.Append('{');
        var first = true;
        foreach (var (name, write) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!first) _text.Append(',');
            first = false;
            String(name);
            _text.Append(':');
            write(this);
        }

        _text.Append('}');
    }

    public void Array(IEnumerable<Action<CanonicalJson>> items)
    {
        _text.Append('[');
        var first = true;
        foreach (var write in items)
        {
            if (!first) _text.Append(',');
            first = false;
            write(this);
        }

        _text.Append(']');
    }

    /// <summary>Any value, as it is.</summary>
    public void Value(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(value.EnumerateObject().Select(member => KeyValuePair.Create<string, Action<CanonicalJson>>(member.Name, json => json.Value(member.Value))));
                break;
            case JsonValueKind.Array:
                Array(value.EnumerateArray().Select<JsonElement, Action<CanonicalJson>>(item => json => json.Value(item)));
                break;
            case JsonValueKind.String:
                String(value.GetString()!);
                break;
            case JsonValueKind.Number:
                Number(value);
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>RFC 8785, 3.2.2.2: the two-character escapes where JSON has them, \u00xx in lower case for other controls, everything else as it is.</summary>
    public void String(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }

    private void Number(JsonElement value)
    {
        if (!value.TryGetInt64(out var number) || number is > MaxInteger or < -MaxInteger) throw OciJson.Malformed(What, $"'{value.GetRawText()}' is not a whole number that every reader understands alike");
        _text.Append(number);
    }
}
