using System.Globalization;
using System.Text;

namespace ImageSign.Keys.Pkcs11;

/// <summary>A PKCS#11 URI (RFC 7512) that names one key: filters on tokens, filters on objects, and where the module and the PIN are.</summary>
internal sealed class Pkcs11Uri
{
    private const string Scheme = "pkcs11:";
    private const string PinFilePrefix = "file:";

    private static readonly string[] TokenAttributes =
    [
        "token", "serial", "manufacturer", "model", "slot-id", "slot-description", "slot-manufacturer",
        "library-manufacturer", "library-description", "library-version",
    ];

    private static readonly string[] PathAttributes = [.. TokenAttributes, "object", "id", "type"];
    private static readonly string[] QueryAttributes = ["module-path", "pin-source"];
    private static readonly string[] Types = ["private", "public", "cert"];

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

    private Pkcs11Uri(string text) => Text = Redaction.Of(text);

    /// <summary>The URI as it may be shown.</summary>
    public string Text { get; }

    /// <summary>The label of the object; null when any will do.</summary>
    public byte[]? Object => _values.GetValueOrDefault("object");

    /// <summary>The <c>CKA_ID</c> of the object; null when any will do.</summary>
    public byte[]? Id => _values.GetValueOrDefault("id");

    /// <summary><c>private</c>, <c>public</c> or <c>cert</c>; null when nothing is said.</summary>
    public string? Type => _values.TryGetValue("type", out var type) ? Encoding.UTF8.GetString(type) : null;

    /// <summary>The number of the slot; null when any will do.</summary>
    public ulong? SlotId { get; private set; }

    /// <summary>The absolute path of the module; null when it stands elsewhere.</summary>
    public string? ModulePath { get; private set; }

    /// <summary>The absolute path of the file with the PIN; null when there is none.</summary>
    public string? PinFile { get; private set; }

    /// <summary>What the token must have; compared as bytes.</summary>
    public byte[]? Of(string attribute) => _values.GetValueOrDefault(attribute);

    /// <summary>How a message names the token: the attributes that the user wrote.</summary>
    public string TokenText => Described(TokenAttributes) is { Length: > 0 } text ? text : "any token";

    /// <summary>How a message names the key: the attributes that the user wrote.</summary>
    public string ObjectText => Described(["object", "id"]);

    /// <summary>Reads a URI; every attribute must be known, and stand once.</summary>
    /// <exception cref="ImageSignException"><see cref="ErrorCodes.KeyReferenceInvalid"/>, or <see cref="ErrorCodes.PinInReference"/>.</exception>
    public static Pkcs11Uri Parse(string text)
    {
        var uri = new Pkcs11Uri(text);
        // Wherever it stands, and however the rest looks: the PIN has been shown to the world.
        if (text.Contains("pin-value", StringComparison.OrdinalIgnoreCase)) throw ErrorCodes.PinInReference.With();
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? text[Scheme.Length..] : text[Scheme.Length..query];
        foreach (var part in path.Split(';')) uri.Add(part, PathAttributes);
        if (query >= 0)
        {
            foreach (var part in text[(query + 1)..].Split('&')) uri.Add(part, QueryAttributes);
        }

        uri.Check();
        return uri;
    }

    private void Add(string part, string[] known)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw Invalid(part.Length == 0 ? "an attribute is empty" : "an attribute has no '='");
        var name = part[..equals];
        if (!known.Contains(name)) throw Invalid(Unknown(name, known));
        if (!_values.TryAdd(name, Decode(name, part[(equals + 1)..]))) throw Invalid($"'{name}' stands twice");
    }

    private void Check()
    {
        if (Object is null && Id is null) throw Invalid("it names no key: object= or id= is missing");
        foreach (var (name, value) in _values)
        {
            if (value.Length == 0) throw Invalid($"'{name}' is empty");
        }

        if (Type is { } type && !Types.Contains(type)) throw Invalid("'type' is private, public or cert");
        if (Of("slot-id") is { } slot)
        {
            SlotId = ulong.TryParse(slot, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid("'slot-id' is not a number");
        }

        if (Of("module-path") is { } module)
        {
            ModulePath = PathOf(module) ?? throw Invalid("'module-path' is not an absolute path");
        }

        if (Of("pin-source") is { } source)
        {
            PinFile = PinFileOf(source) ?? throw Invalid("'pin-source' is not file:/ and an absolute path");
        }
    }

    private static string? PinFileOf(byte[] source)
    {
        var text = Encoding.UTF8.GetString(source);
        if (!text.StartsWith(PinFilePrefix, StringComparison.Ordinal)) return null;
        var path = text[PinFilePrefix.Length..];
        return PathOf(Encoding.UTF8.GetBytes(path.StartsWith("///", StringComparison.Ordinal) ? path[2..] : path));
    }

    private static string? PathOf(byte[] value)
    {
        var path = Encoding.UTF8.GetString(value);
        // "//host/share" is a place in the network.
        var isLocal = Path.IsPathFullyQualified(path) && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith(@"\\", StringComparison.Ordinal);
        return isLocal && path.IndexOf('\0', StringComparison.Ordinal) < 0 ? path : null;
    }

    private byte[] Decode(string name, string value)
    {
        var result = new List<byte>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            // RFC 7512, section 2.3: percent-encoding as in RFC 3986, where '+' is a plus.
            if (value[i] != '%')
            {
                var rune = Rune.TryGetRuneAt(value, i, out var whole) ? whole : throw Invalid($"'{name}' is not text");
                result.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                i += rune.Utf16SequenceLength - 1;
                continue;
            }

            var digits = value.AsSpan(i + 1, Math.Min(2, value.Length - i - 1));
            if (digits.Length != 2 || !byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                throw Invalid($"'{name}' has a percent sign without two hexadecimal digits");
            }

            result.Add(octet);
            i += 2;
        }

        return [.. result];
    }

    private static string Unknown(string name, string[] known)
    {
        var other = known == PathAttributes ? QueryAttributes : PathAttributes;
        if (other.Contains(name)) return known == PathAttributes ? $"'{name}' belongs behind a '?'" : $"'{name}' belongs before the '?'";
        var meant = name.ToLowerInvariant() switch
        {
            "label" or "name" or "key" or "object-label" => "object",
            "slot" or "slotid" or "slot-index" => "slot-id",
            "module" or "module-name" or "lib" or "library" => "module-path",
            "token-label" => "token",
            "ckaid" or "keyid" or "key-id" => "id",
            "pin" or "pincode" => "pin-source",
            "object-type" => "type",
            "serial-number" => "serial",
            var lower => Array.Find(known, candidate => candidate == lower),
        };
        return meant is null ? $"'{ForeignText.Sanitize(name)}=' is not an attribute of a key" : $"'{ForeignText.Sanitize(name)}=' is not an attribute; {meant}= is";
    }

    private string Described(string[] attributes) => string.Join(" and ", attributes.Where(_values.ContainsKey).Select(Describe));

    private string Describe(string attribute)
    {
        var value = _values[attribute];
        return attribute == "id" ? $"id {Convert.ToHexStringLower(value)}" : $"{attribute} '{ForeignText.Sanitize(Encoding.UTF8.GetString(value))}'";
    }

    private ImageSignException Invalid(string reason) => ErrorCodes.KeyReferenceInvalid.With(Text, reason);
}
