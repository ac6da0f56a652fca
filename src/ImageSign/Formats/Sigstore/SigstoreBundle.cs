using ImageSign.Oci;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Formats.Sigstore;

/// <summary>A Sigstore bundle with one DSSE envelope with one signature.</summary>
/// <param name="Material">Who is said to have signed: <c>publicKey</c> or <c>certificate</c>.</param>
/// <param name="Hint">How the key may be found; unsigned, null for a certificate.</param>
/// <param name="PayloadType">The DSSE payload type.</param>
/// <param name="Payload">The bytes of the payload.</param>
/// <param name="Signature">The signature over the payload's pre-authentication encoding.</param>
internal sealed record SigstoreBundle(string Material, string? Hint, string PayloadType, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    /// <summary>What it brings along for keyless trust; null when that was not asked for.</summary>
    public SignatureMaterial? Evidence { get; private init; }

    private const string What = BundleMembers.What;
    private static readonly string[] KnownEnvelope = ["payload", "payloadType", "signatures"];
    private static readonly string[] KnownSignature = ["sig", "keyid"];

    /// <summary>
    /// Reads a bundle. protobuf-specs, sigstore_bundle.proto: "Exactly one of dsseEnvelope and messageSignature"; "DSSE envelope … the envelope MUST
    /// contain only a single signature". Unknown members are refused, as protojson does.
    /// </summary>
    /// <param name="utf8">The bundle.</param>
    /// <param name="withEvidence">Reads what it brings along for keyless trust, and older versions.</param>
    public static SigstoreBundle Parse(ReadOnlyMemory<byte> utf8, bool withEvidence = false)
    {
        using var json = OciJson.Parse(utf8, What);
        var members = BundleMembers.Open(json.RootElement, withEvidence);
        var root = members.Root;
        if (root.TryGetProperty("messageSignature", out _)) throw ErrorCodes.NotImageSignature.With("the bundle signs a file (messageSignature), not an image statement");
        if (!root.TryGetProperty("dsseEnvelope", out var envelope)) throw OciJson.Malformed(What, "it holds no DSSE envelope");
        OciJson.Object(envelope, What, KnownEnvelope, closed: true);
        var signatures = OciJson.OptionalArray(envelope, "signatures", What, limit: 16).ToArray();
        if (signatures.Length != 1) throw OciJson.Malformed(What, $"its envelope has {signatures.Length} signatures instead of one");
        var signature = OciJson.Object(signatures[0], What, KnownSignature, closed: true);
        return new SigstoreBundle(
            members.Kind,
            members.Hint,
            OciJson.RequiredString(envelope, "payloadType", What),
            BundleMembers.Bytes(envelope, "payload"),
            BundleMembers.Bytes(signature, "sig"))
        {
            Evidence = withEvidence ? BundleEvidence.Read(members) : null,
        };
    }

    /// <summary>Writes the bundle of a managed key. No <c>keyid</c>: cosign refuses one that is not empty.</summary>
    /// <param name="hint">How the key may be found: cosign writes base64 of the SHA-256 of the key's DER.</param>
    /// <param name="payloadType">The DSSE payload type.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="signature">The signature, ECDSA in DER.</param>
    public static ReadOnlyMemory<byte> Write(string hint, string payloadType, ReadOnlyMemory<byte> payload, byte[] signature) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        BundleMembers.Write(writer, hint);
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
}
