using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore.LogEntryBodies;

/// <summary>Rekor v1, <c>intoto</c> 0.0.2: as <see cref="DsseV001"/>, with the signature in base64 twice.</summary>
internal static class IntotoV002
{
    private static readonly string[] Known = ["content"];
    private static readonly string[] KnownContent = ["envelope", "hash", "payloadHash"];
    private static readonly string[] KnownEnvelope = ["payload", "payloadType", "signatures"];
    private static readonly string[] KnownSignature = ["publicKey", "sig", "keyid"];

    public static string? Mismatch(JsonElement spec, SignedContent content, Verifier verifier)
    {
        OciJson.Object(spec, LogEntryBody.What, Known, closed: true);
        if (content is not SignedEnvelope envelope) return "it is about an envelope, not about a file";
        var logged = ProtobufJson.Required(spec, "content", LogEntryBody.What, KnownContent);
        if (!LogEntryBody.IsHash(logged, "payloadHash", hash => CryptographicOperations.HashData(hash, envelope.Payload.Span)))
        {
            return "it has another payload";
        }

        var outer = ProtobufJson.Required(logged, "envelope", LogEntryBody.What, KnownEnvelope);
        if (OciJson.RequiredString(outer, "payloadType", LogEntryBody.What) != envelope.PayloadType) return "it has another payload type";
        // Rekor leaves the payload out of what it hashes; where a log did not, it must be the one that was signed.
        if (
            outer.TryGetProperty("payload", out _)
                && !ProtobufJson.Bytes(outer, "payload", LogEntryBody.What).AsSpan().SequenceEqual(Twice(envelope.Payload.Span)))
        {
            return "it has another payload";
        }

        var signatures = OciJson.OptionalArray(outer, "signatures", LogEntryBody.What, Limits.MaxLogEntries).ToArray();
        if (signatures.Length != 1) return $"it has {signatures.Length} signatures instead of one";
        OciJson.Object(signatures[0], LogEntryBody.What, KnownSignature, closed: true);
        if (!ProtobufJson.Bytes(signatures[0], "sig", LogEntryBody.What).AsSpan().SequenceEqual(Twice(content.Signature.Span)))
        {
            return "it has another signature";
        }

        return verifier.IsPem(ProtobufJson.Bytes(signatures[0], "publicKey", LogEntryBody.What))
            ? null
            : "it has another certificate or key";
    }

    /// <summary>What base64 of base64 holds.</summary>
    private static byte[] Twice(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
}
