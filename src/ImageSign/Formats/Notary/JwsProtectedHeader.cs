using System.Text;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>The protected header of a JWS envelope.</summary>
internal static class JwsProtectedHeader
{
    private const string What = "The protected header";

    private static readonly string[] Defined =
        ["alg", "crit", "cty", NotaryHeaders.SigningScheme, NotaryHeaders.SigningTime, NotaryHeaders.AuthenticSigningTime, NotaryHeaders.Expiry];

    private static readonly string[] Registered = ["b64", "jku", "jwk", "kid", "typ", "x5c", "x5t", "x5t#S256", "x5u"];

    private static readonly string[] Known = [.. Defined, NotaryHeaders.VerificationPlugin, NotaryHeaders.VerificationPluginMinVersion];

    /// <summary>Reads the attributes; <see cref="SignedAttributes.RequireValid"/> is still to be asked.</summary>
    public static SignedAttributes Read(JsonElement header)
    {
        OciJson.Object(header, What, Known);
        var critical = OciJson.OptionalArray(header, "crit", What, Limits.MaxSignedAttributes)
            .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad("'crit' holds something other than names"))
            .ToArray();
        return new SignedAttributes
        {
            Spec = KeySpec.OfJose(OciJson.RequiredString(header, "alg", What)),
            ContentType = OciJson.OptionalString(header, "cty", What),
            Critical = critical,
            SigningScheme = OciJson.OptionalString(header, NotaryHeaders.SigningScheme, What),
            SigningTime = Time(header, NotaryHeaders.SigningTime),
            AuthenticSigningTime = Time(header, NotaryHeaders.AuthenticSigningTime),
            Expiry = Time(header, NotaryHeaders.Expiry),
            Extended = Extended(header, critical),
        };
    }

    /// <summary>Writes the attributes compact, in alphabetical order, as notation does.</summary>
    public static ReadOnlyMemory<byte> Write(SignedAttributes attributes) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("alg", attributes.Spec!.JoseName);
        writer.WriteStartArray("crit");
        foreach (var name in attributes.Critical) writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteString("cty", attributes.ContentType);
        if (attributes.Expiry is { } expiry) writer.WriteString(NotaryHeaders.Expiry, Rfc3339.Format(expiry));
        writer.WriteString(NotaryHeaders.SigningScheme, attributes.SigningScheme);
        writer.WriteString(NotaryHeaders.SigningTime, Rfc3339.Format(attributes.SigningTime!.Value));
        writer.WriteEndObject();
    });

    private static Dictionary<string, ExtendedAttribute> Extended(JsonElement header, string[] critical)
    {
        var extended = new Dictionary<string, ExtendedAttribute>(StringComparer.Ordinal);
        foreach (var member in header.EnumerateObject())
        {
            // RFC 7515, section 4.1.11: "Producers MUST NOT include Header Parameter names defined by this specification" in crit; left out here, such a name in crit is refused as absent.
            if (Defined.Contains(member.Name) || Registered.Contains(member.Name)) continue;
            if (extended.Count == Limits.MaxSignedAttributes) throw Bad($"it has more than {Limits.MaxSignedAttributes} attributes");
            extended[member.Name] = new ExtendedAttribute(Encoding.UTF8.GetBytes(member.Value.GetRawText()), critical.Contains(member.Name, StringComparer.Ordinal));
        }

        return extended;
    }

    private static DateTimeOffset? Time(JsonElement header, string name)
    {
        if (OciJson.OptionalString(header, name, What) is not { } text) return null;
        return Rfc3339.TryParse(text, out var time) ? time : throw Bad($"'{name}' is not a time of RFC 3339");
    }

    private static ImageSignException Bad(string reason) => ErrorCodes.Malformed.With(What, reason);
}
