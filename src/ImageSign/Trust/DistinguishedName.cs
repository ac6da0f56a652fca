using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImageSign.Trust;

/// <summary>A subject as trust policies compare it: attribute types and values, each type once, in no order (trust-store-trust-policy, "Trusted Identities Constraints").</summary>
internal sealed class DistinguishedName
{
    private const int MaxLength = 4096;
    private static readonly string[] Mandatory = ["C", "ST", "O"];

    // The types that RFC 4514 and Go name; any other has only its number, and can be compared with nothing.
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.5"] = "SERIALNUMBER",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "STREET",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.17"] = "POSTALCODE",
    };

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

    private DistinguishedName()
    {
    }

    /// <summary>The values by type.</summary>
    public IReadOnlyDictionary<string, string> Attributes => _attributes;

    /// <summary>The object identifier of an attribute type.</summary>
    public static string OidOf(string type) => Types.First(pair => pair.Value == type).Key;

    /// <summary>Reads the text of a policy (RFC 4514, with <c>S</c> for <c>ST</c>), or says why it cannot.</summary>
    public static (DistinguishedName? Name, string? Reason) Parse(string text)
    {
        if (text.Length > MaxLength) return (null, "it is too long");
        var name = new DistinguishedName();
        var rest = text.AsSpan();
        while (true)
        {
            var equals = rest.IndexOf('=');
            if (equals < 0) return (null, $"'{rest.Trim()}' is not TYPE=VALUE");
            var type = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart(' ');
            if (rest.StartsWith("#")) return (null, "a value written as # and hexadecimal digits is not accepted");
            if (ReadValue(ref rest, out var end) is not { } value) return (null, end == '+' ? "an attribute of several values (+) is not accepted" : "a value is not escaped correctly");
            if (name.Add(type, value) is { } reason) return (null, reason);
            if (end == '\0') return name.WithMandatory();
        }
    }

    /// <summary>Reads a certificate's subject, or says why policies cannot name it.</summary>
    public static (DistinguishedName? Name, string? Reason) Of(X500DistinguishedName subject)
    {
        var name = new DistinguishedName();
        try
        {
            var reader = new AsnReader(subject.RawData, AsnEncodingRules.DER).ReadSequence();
            while (reader.HasData)
            {
                var set = reader.ReadSetOf();
                while (set.HasData)
                {
                    var attribute = set.ReadSequence();
                    var oid = attribute.ReadObjectIdentifier();
                    var value = attribute.ReadCharacterString((UniversalTagNumber)attribute.PeekTag().TagValue);
                    if (!Types.TryGetValue(oid, out var type)) return (null, $"it holds an attribute of type {oid}");
                    if (name.Add(type, value) is { } reason) return (null, reason);
                }
            }
        }
        catch (Exception e) when (e is AsnContentException or ArgumentOutOfRangeException)
        {
            return (null, "it is not encoded as names are");
        }

        return name.WithMandatory();
    }

    /// <summary>True when every attribute of this name stands in <paramref name="other"/> with the same value, letter by letter.</summary>
    public bool IsSubsetOf(DistinguishedName other) =>
        _attributes.All(pair => other._attributes.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc />
    public override string ToString() => string.Join(",", _attributes.Select(pair => $"{pair.Key}={pair.Value}"));

    private string? Add(string type, string value)
    {
        if (type == "S") type = "ST";
        // RFC 4514, section 2.3: a name or an object identifier. One that is not in the table matches no subject; that is notation's reading as well.
        if (type.Length == 0 || !type.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.')) return $"'{type}' is not an attribute type";
        if (value.Length == 0) return $"{type} is empty";
        return _attributes.TryAdd(type, value) ? null : $"{type} stands in it twice";
    }

    // "The … identity MUST contain country (C), state or province (ST), organization (O)."
    private (DistinguishedName? Name, string? Reason) WithMandatory() =>
        Array.Find(Mandatory, type => !_attributes.ContainsKey(type)) is { } missing ? (null, $"{missing} is missing") : (this, null);

    /// <summary>Reads one value up to the comma that ends it. Null: wrong escaping, or another separator in <paramref name="end"/>.</summary>
    private static string? ReadValue(ref ReadOnlySpan<char> rest, out char end)
    {
        var bytes = new List<byte>();
        var trailingSpaces = 0;
        end = '\0';
        var i = 0;
        for (; i < rest.Length && rest[i] != ','; i++)
        {
            end = rest[i];
            if (end is '+' or ';' or '"' or '<' or '>' or '\0') return null;
            trailingSpaces = end == ' ' ? trailingSpaces + 1 : 0;
            if (end != '\\')
            {
                var length = char.IsHighSurrogate(rest[i]) && i + 1 < rest.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(rest.Slice(i, length).ToString()));
                i += length - 1;
            }
            else if (!ReadEscape(rest[(i + 1)..], bytes, ref i))
            {
                return null;
            }
        }

        end = i < rest.Length ? ',' : '\0';
        rest = i < rest.Length ? rest[(i + 1)..] : [];
        return Encoding.UTF8.GetString([.. bytes.SkipLast(trailingSpaces)]);
    }

    // RFC 4514, section 2.4: a backslash and the character itself, or a backslash and two hexadecimal digits.
    private static bool ReadEscape(ReadOnlySpan<char> escaped, List<byte> bytes, ref int index)
    {
        if (escaped.Length > 0 && " \"#+,;<=>\\".Contains(escaped[0], StringComparison.Ordinal))
        {
            bytes.Add((byte)escaped[0]);
            index++;
            return true;
        }

        if (escaped.Length < 2 || !byte.TryParse(escaped[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        bytes.Add(value);
        index += 2;
        return true;
    }
}
