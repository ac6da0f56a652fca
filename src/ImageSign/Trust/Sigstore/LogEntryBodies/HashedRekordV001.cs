using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore.LogEntryBodies;

/// <summary>Rekor v1, <c>hashedrekord</c> 0.0.1: the hash of a file, its signature, and the certificate or key as PEM.</summary>
internal static class HashedRekordV001
{
    private static readonly string[] Known = ["data", "signature"];
    private static readonly string[] KnownData = ["hash"];
    private static readonly string[] KnownSignature = ["content", "publicKey"];
    private static readonly string[] KnownKey = ["content"];

    public static string? Mismatch(JsonElement spec, SignedContent content, Verifier verifier)
    {
        OciJson.Object(spec, LogEntryBody.What, Known, closed: true);
        var data = ProtobufJson.Required(spec, "data", LogEntryBody.What, KnownData);
        var signature = ProtobufJson.Required(spec, "signature", LogEntryBody.What, KnownSignature);
        var key = ProtobufJson.Required(signature, "publicKey", LogEntryBody.What, KnownKey);
        if (!LogEntryBody.IsHash(data, "hash", content.HashWith)) return "it has another hash";
        if (!ProtobufJson.Bytes(signature, "content", LogEntryBody.What).AsSpan().SequenceEqual(content.Signature.Span))
        {
            return "it has another signature";
        }

        return verifier.IsPem(ProtobufJson.Bytes(key, "content", LogEntryBody.What)) ? null : "it has another certificate or key";
    }
}
