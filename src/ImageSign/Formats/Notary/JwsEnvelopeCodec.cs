using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Notary;

/// <summary>JWS in the flattened JSON serialization (RFC 7515, section 7.2.2; signature-envelope-jws).</summary>
internal sealed class JwsEnvelopeCodec : INotaryEnvelopeCodec
{
    private const string What = "The JWS envelope";
    private static readonly string[] Known = ["payload", "protected", "header", "signature", "signatures"];
    private static readonly string[] KnownUnprotected = ["x5c", NotaryHeaders.TimestampSignature, NotaryHeaders.SigningAgent];

    /// <inheritdoc />
    public string MediaType => MediaTypes.Jws;

    /// <inheritdoc />
    public NotaryEnvelope Read(ReadOnlyMemory<byte> envelope)
    {
        using var json = OciJson.Parse(envelope, What);
        var root = OciJson.Object(json.RootElement, What, Known);
        if (root.TryGetProperty("signatures", out _)) throw Bad("it is in the general serialization");
        var payloadText = OciJson.RequiredString(root, "payload", What);
        var protectedText = OciJson.RequiredString(root, "protected", What);
        var payload = Decode(payloadText, "payload");
        var header = Decode(protectedText, "protected");
        var signature = Decode(OciJson.RequiredString(root, "signature", What), "signature");
        if (payload.Length == 0) throw Bad("the payload is empty");
        if (!root.TryGetProperty("header", out var unprotected)) throw Bad("'header' is missing");
        OciJson.Object(unprotected, "The unprotected header", KnownUnprotected);

        using var protectedJson = OciJson.Parse(header, "The protected header");
        RequireDisjoint(protectedJson.RootElement, unprotected);
        return new NotaryEnvelope(JwsProtectedHeader.Read(protectedJson.RootElement).RequireValid(), payload, Encoding.ASCII.GetBytes($"{protectedText}.{payloadText}"), signature, ReadChain(unprotected))
        {
            Timestamp = OciJson.OptionalString(unprotected, NotaryHeaders.TimestampSignature, What) is { } token ? DecodeStandard(token, NotaryHeaders.TimestampSignature) : (ReadOnlyMemory<byte>?)null,
            SigningAgent = OciJson.OptionalString(unprotected, NotaryHeaders.SigningAgent, What),
        };
    }

    /// <inheritdoc />
    public EnvelopeDraft Draft(SignedAttributes attributes, ReadOnlyMemory<byte> payload)
    {
        var header = JwsProtectedHeader.Write(attributes);
        var toBeSigned = Encoding.ASCII.GetBytes($"{Base64Url.EncodeToString(header.Span)}.{Base64Url.EncodeToString(payload.Span)}");
        return new EnvelopeDraft(header, payload, toBeSigned);
    }

    /// <inheritdoc />
    public ReadOnlyMemory<byte> Assemble(EnvelopeDraft draft, ReadOnlySpan<byte> signature, CertificateChain chain, string signingAgent, ReadOnlyMemory<byte>? timestamp)
    {
        var signatureText = Base64Url.EncodeToString(signature);
        return ManifestWriter.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("payload", Base64Url.EncodeToString(draft.Payload.Span));
            writer.WriteString("protected", Base64Url.EncodeToString(draft.Protected.Span));
            writer.WriteStartObject("header");
            if (timestamp is { } token) writer.WriteBase64String(NotaryHeaders.TimestampSignature, token.Span);
            writer.WriteStartArray("x5c");
            foreach (var certificate in chain.Certificates) writer.WriteBase64StringValue(certificate.RawDataMemory.Span);
            writer.WriteEndArray();
            writer.WriteString(NotaryHeaders.SigningAgent, signingAgent);
            writer.WriteEndObject();
            writer.WriteString("signature", signatureText);
            writer.WriteEndObject();
        });
    }

    private static CertificateChain ReadChain(JsonElement unprotected)
    {
        var certificates = OciJson.OptionalArray(unprotected, "x5c", What, Limits.MaxChainCertificates)
            .Select(item => DecodeStandard(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad("'x5c' holds something other than text"), "x5c"))
            .ToArray();
        return certificates.Length > 0 ? CertificateChain.FromDer(certificates) : throw Bad("'x5c' is missing or empty");
    }

    // RFC 7515, section 7.2.1: "The Header Parameter values used … MUST be disjoint" between the protected and the unprotected header.
    private static void RequireDisjoint(JsonElement header, JsonElement unprotected)
    {
        if (header.ValueKind != JsonValueKind.Object) throw Bad("the protected header is not an object");
        foreach (var member in unprotected.EnumerateObject())
        {
            if (header.TryGetProperty(member.Name, out _)) throw Bad($"'{member.Name}' is in both headers");
        }
    }

    // RFC 7515, section 2: base64url "with all trailing '=' characters omitted … and without the inclusion of any line breaks, whitespace, or other additional characters".
    private static byte[] Decode(string text, string member)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : throw Bad($"'{member}' is not canonical base64url");
        }
        catch (FormatException e)
        {
            throw ErrorCodes.Malformed.Because(e, What, $"'{member}' is not base64url");
        }
    }

    private static ReadOnlyMemory<byte> DecodeStandard(string text, string member)
    {
        try
        {
            var bytes = Convert.FromBase64String(text);
            return Convert.ToBase64String(bytes) == text ? bytes : throw Bad($"'{member}' is not canonical base64");
        }
        catch (FormatException e)
        {
            throw ErrorCodes.Malformed.Because(e, What, $"'{member}' is not base64");
        }
    }

    private static ImageSignException Bad(string reason) => ErrorCodes.Malformed.With(What, reason);
}
