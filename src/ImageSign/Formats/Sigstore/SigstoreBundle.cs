using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Sigstore;

/// <summary>A Sigstore bundle, version 0.3, as far as a key-signed image needs it: one DSSE envelope with one signature.</summary>
/// <param name="Material">Who is said to have signed: <c>publicKey</c> or <c>certificate</c>.</param>
/// <param name="Hint">How the key may be found; unsigned, null for a certificate.</param>
/// <param name="PayloadType">The DSSE payload type.</param>
/// <param name="Payload">The bytes of the payload.</param>
/// <param name="Signature">The signature over the payload's pre-authentication encoding.</param>
internal sealed record SigstoreBundle(string Material, string? Hint, string PayloadType, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    private const string What = "the bundle";
    private static readonly string[] Known = ["mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature"];
    private static readonly string[] KnownMaterial = ["publicKey", "x509CertificateChain", "certificate", "tlogEntries", "timestampVerificationData"];
    private static readonly string[] KnownPublicKey = ["hint"];
    private static readonly string[] KnownEnvelope = ["payload", "payloadType", "signatures"];
    private static readonly string[] KnownSignature = ["sig", "keyid"];

    /// <summary>
    /// Reads a bundle. protobuf-specs, sigstore_bundle.proto: "Exactly one of dsseEnvelope and messageSignature"; "DSSE envelope … the envelope MUST
    /// contain only a single signature". Unknown members are refused, as protojson does.
    /// </summary>
    public static SigstoreBundle Parse(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, What);
        var root = OciJson.Object(json.RootElement, What, Known, closed: true);
        if (OciJson.RequiredString(root, "mediaType", What) is var mediaType && mediaType is not (MediaTypes.SigstoreBundle or "application/vnd.dev.sigstore.bundle+json;version=0.3"))
        {
            throw OciJson.Malformed(What, $"its version is '{mediaType}', not 0.3");
        }

        var (material, hint) = MaterialOf(root);
        if (root.TryGetProperty("messageSignature", out _)) throw ErrorCodes.NotImageSignature.With("the bundle signs a file (messageSignature), not an image statement");
        if (!root.TryGetProperty("dsseEnvelope", out var envelope)) throw OciJson.Malformed(What, "it holds no DSSE envelope");
        OciJson.Object(envelope, What, KnownEnvelope, closed: true);
        var signatures = OciJson.OptionalArray(envelope, "signatures", What, limit: 16).ToArray();
        if (signatures.Length != 1) throw OciJson.Malformed(What, $"its envelope has {signatures.Length} signatures instead of one");
        var signature = OciJson.Object(signatures[0], What, KnownSignature, closed: true);
        return new SigstoreBundle(
            material,
            hint,
            OciJson.RequiredString(envelope, "payloadType", What),
            Bytes(envelope, "payload"),
            Bytes(signature, "sig"));
    }

    /// <summary>Writes the bundle of a managed key. No <c>keyid</c>: cosign refuses one that is not empty.</summary>
    /// <param name="hint">How the key may be found: cosign writes base64 of the SHA-256 of the key's DER.</param>
    /// <param name="payloadType">The DSSE payload type.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="signature">The signature, ECDSA in DER.</param>
    public static ReadOnlyMemory<byte> Write(string hint, string payloadType, ReadOnlyMemory<byte> payload, byte[] signature) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", MediaTypes.SigstoreBundle);
        writer.WriteStartObject("verificationMaterial");
        writer.WriteStartObject("publicKey");
        writer.WriteString("hint", hint);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("dsseEnvelope");
        writer.WriteBase64String("payload", payload.Span);
        writer.WriteString("payloadType", payloadType);
        writer.WriteStartArray("signatures");
        writer.WriteStartObject();
        writer.WriteBase64String("sig", signature);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static (string Kind, string? Hint) MaterialOf(JsonElement root)
    {
        if (!root.TryGetProperty("verificationMaterial", out var material)) throw OciJson.Malformed(What, "'verificationMaterial' is missing");
        OciJson.Object(material, What, KnownMaterial, closed: true);
        var kinds = KnownMaterial[..3].Where(kind => material.TryGetProperty(kind, out _)).ToArray();
        if (kinds.Length != 1) throw OciJson.Malformed(What, "it names not exactly one kind of key");
        // Bundle 0.3: "x509CertificateChain … MUST NOT be used".
        if (kinds[0] == "x509CertificateChain") throw OciJson.Malformed(What, "it holds a certificate chain, which version 0.3 forbids");
        return (kinds[0], kinds[0] == "publicKey" ? OciJson.OptionalString(OciJson.Object(material.GetProperty("publicKey"), What, KnownPublicKey, closed: true), "hint", What) : null);
    }

    private static byte[] Bytes(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw OciJson.Malformed(What, $"'{name}' is not base64");
}
