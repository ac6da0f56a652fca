using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>A DSSE envelope with one signature.</summary>
/// <param name="PayloadType">What the payload is; signed with it.</param>
/// <param name="Payload">The payload.</param>
/// <param name="KeyId">The key's fingerprint; a hint that nobody signed.</param>
/// <param name="Signature">The signature, ECDSA in DER.</param>
internal sealed record DsseEnvelope(string PayloadType, ReadOnlyMemory<byte> Payload, string? KeyId, ReadOnlyMemory<byte> Signature)
{
    private const string What = "the envelope";
    private static readonly string[] Known = ["payloadType", "payload", "signatures"];
    private static readonly string[] KnownSignature = ["keyid", "sig"];

    /// <summary>The bytes that were signed.</summary>
    public byte[] Signed => Dsse.PreAuthEncoding(PayloadType, Payload.Span);

    public static DsseEnvelope Read(JsonElement element)
    {
        OciJson.Object(element, What, Known, closed: true);
        var signatures = OciJson.OptionalArray(element, "signatures", What, limit: 1).ToArray();
        if (signatures.Length == 0) throw OciJson.Malformed(What, "it has no signature");
        var signature = OciJson.Object(signatures[0], What, KnownSignature, closed: true);
        return new DsseEnvelope(OciJson.RequiredString(element, "payloadType", What), Bytes(element, "payload"), OciJson.OptionalString(signature, "keyid", What), Bytes(signature, "sig"));
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("payloadType", PayloadType);
        writer.WriteBase64String("payload", Payload.Span);
        writer.WriteStartArray("signatures");
        writer.WriteStartObject();
        if (KeyId is not null) writer.WriteString("keyid", KeyId);
        writer.WriteBase64String("sig", Signature.Span);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] Bytes(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw OciJson.Malformed(What, $"'{name}' is not base64");
}
