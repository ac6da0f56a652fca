using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore.LogEntryBodies;

/// <summary>Rekor v1, <c>dsse</c> 0.0.1: the hash of an envelope's payload, its signature, and the certificate or key as PEM.</summary>
internal static class DsseV001
{
    private static readonly string[] Known = ["envelopeHash", "payloadHash", "signatures"];
    private static readonly string[] KnownSignature = ["signature", "verifier"];

    public static string? Mismatch(JsonElement spec, SignedContent content, Verifier verifier)
    {
        OciJson.Object(spec, LogEntryBody.What, Known, closed: true);
        if (content is not SignedEnvelope envelope) return "it is about an envelope, not about a file";
        // The hash of the envelope is over bytes that a bundle does not keep.
        if (!LogEntryBody.IsHash(spec, "payloadHash", hash => CryptographicOperations.HashData(hash, envelope.Payload.Span)))
        {
            return "it has another payload";
        }

        var signatures = OciJson.OptionalArray(spec, "signatures", LogEntryBody.What, Limits.MaxLogEntries).ToArray();
        if (signatures.Length != 1) return $"it has {signatures.Length} signatures instead of one";
        OciJson.Object(signatures[0], LogEntryBody.What, KnownSignature, closed: true);
        if (!ProtobufJson.Bytes(signatures[0], "signature", LogEntryBody.What).AsSpan().SequenceEqual(content.Signature.Span))
        {
            return "it has another signature";
        }

        return verifier.IsPem(ProtobufJson.Bytes(signatures[0], "verifier", LogEntryBody.What))
            ? null
            : "it has another certificate or key";
    }
}
