using System.Formats.Cbor;
using System.Globalization;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>The protected header of a COSE envelope.</summary>
internal static class CoseProtectedHeader
{
    private const string What = "The protected header";

    /// <summary>Reads the attributes; <see cref="SignedAttributes.RequireValid"/> is still to be asked.</summary>
    /// <param name="header">The content of the protected byte string.</param>
    /// <param name="unprotectedLabels">RFC 9052, section 3: "Labels in each of the maps MUST be unique", over both maps.</param>
    public static SignedAttributes Read(ReadOnlyMemory<byte> header, HashSet<string> unprotectedLabels)
    {
        var reader = new CborReader(header, CborConformanceMode.Strict);
        var count = CborStrict.MapSize(reader, "the protected header");
        if (count > Limits.MaxSignedAttributes) throw Bad($"it has more than {Limits.MaxSignedAttributes} attributes");
        var attributes = new SignedAttributes();
        var extended = new Dictionary<string, ExtendedAttribute>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var label = CborStrict.Label(reader);
            if (unprotectedLabels.Contains(label)) throw Bad($"'{label}' is in both headers");
            switch (label)
            {
                case "1":
                    attributes = attributes with { Spec = KeySpec.OfCose(reader.ReadInt64()) };
                    break;
                case "2":
                    attributes = attributes with { Critical = ReadCritical(reader) };
                    break;
                case "3":
                    attributes = attributes with { ContentType = CborStrict.Text(reader, "the content type") };
                    break;
                case NotaryHeaders.SigningScheme:
                    attributes = attributes with { SigningScheme = CborStrict.Text(reader, label) };
                    break;
                case NotaryHeaders.SigningTime:
                    attributes = attributes with { SigningTime = ReadTime(reader, label) };
                    break;
                case NotaryHeaders.AuthenticSigningTime:
                    attributes = attributes with { AuthenticSigningTime = ReadTime(reader, label) };
                    break;
                case NotaryHeaders.Expiry:
                    attributes = attributes with { Expiry = ReadTime(reader, label) };
                    break;
                default:
                    var json = ReadJson(reader);
                    // Registered labels are numbers; they may stand here, and are never critical (they are not in Extended).
                    if (!IsNumber(label)) extended[label] = new ExtendedAttribute(json, Critical: false);
                    break;
            }
        }

        reader.ReadEndMap();
        if (reader.BytesRemaining > 0) throw Bad("something follows its map");
        return attributes with
        {
            Extended = extended.ToDictionary(pair => pair.Key, pair => pair.Value with { Critical = attributes.Critical.Contains(pair.Key) }, StringComparer.Ordinal),
        };
    }

    /// <summary>Writes the attributes in canonical order (RFC 8949, section 4.2.3).</summary>
    public static byte[] Write(SignedAttributes attributes)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(attributes.Expiry is null ? 5 : 6);
        writer.WriteInt32(1);
        writer.WriteInt32(attributes.Spec!.CoseId);
        writer.WriteInt32(2);
        writer.WriteStartArray(attributes.Critical.Count);
        foreach (var name in attributes.Critical) writer.WriteTextString(name);
        writer.WriteEndArray();
        writer.WriteInt32(3);
        writer.WriteTextString(attributes.ContentType!);
        if (attributes.Expiry is { } expiry) WriteTime(writer, NotaryHeaders.Expiry, expiry);
        WriteTime(writer, NotaryHeaders.SigningTime, attributes.SigningTime!.Value);
        writer.WriteTextString(NotaryHeaders.SigningScheme);
        writer.WriteTextString(attributes.SigningScheme!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static List<string> ReadCritical(CborReader reader)
    {
        if (reader.PeekState() != CborReaderState.StartArray || reader.ReadStartArray() is not { } count) throw Bad("'crit' is not an array of definite length");
        if (count > Limits.MaxSignedAttributes) throw Bad($"'crit' has more than {Limits.MaxSignedAttributes} entries");
        var names = new List<string>();
        for (var i = 0; i < count; i++) names.Add(CborStrict.Label(reader));
        reader.ReadEndArray();
        return names;
    }

    // signature-envelope-cose: times are "#6.1(uint)"; notation also reads a float.
    private static DateTimeOffset ReadTime(CborReader reader, string what)
    {
        if (reader.PeekState() != CborReaderState.Tag || reader.PeekTag() != CborTag.UnixTimeSeconds) throw Bad($"'{what}' is not a time with tag 1");
        try
        {
            return reader.ReadUnixTimeSeconds();
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw ErrorCodes.Malformed.Because(e, What, $"'{what}' is out of range");
        }
    }

    private static void WriteTime(CborWriter writer, string label, DateTimeOffset time)
    {
        writer.WriteTextString(label);
        writer.WriteTag(CborTag.UnixTimeSeconds);
        writer.WriteInt64(time.ToUnixTimeSeconds());
    }

    // A verification plug-in is told attributes as JSON; what has no JSON form of its own is shown as base64 of its CBOR.
    private static ReadOnlyMemory<byte> ReadJson(CborReader reader)
    {
        var state = reader.PeekState();
        var encoded = reader.ReadEncodedValue();
        var value = new CborReader(encoded, CborConformanceMode.Strict);
        return ManifestWriter.Json(writer =>
        {
            switch (state)
            {
                case CborReaderState.TextString:
                    writer.WriteStringValue(value.ReadTextString());
                    break;
                case CborReaderState.Boolean:
                    writer.WriteBooleanValue(value.ReadBoolean());
                    break;
                case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                    writer.WriteNumberValue(value.ReadInt64());
                    break;
                case CborReaderState.ByteString:
                    writer.WriteBase64StringValue(value.ReadByteString());
                    break;
                default:
                    writer.WriteBase64StringValue(encoded.Span);
                    break;
            }
        });
    }

    private static bool IsNumber(string label) => long.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static ImageSignException Bad(string reason) => ErrorCodes.Malformed.With(What, reason);
}
