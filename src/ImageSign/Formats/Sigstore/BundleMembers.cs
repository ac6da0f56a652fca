using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Sigstore;

/// <summary>What every Sigstore bundle of version 0.3 has, whatever was signed.</summary>
internal static class BundleMembers
{
    public const string What = "the bundle";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> StandardAlphabet = SearchValues.Create($"{Letters}+/");
    private static readonly SearchValues<char> UrlAlphabet = SearchValues.Create($"{Letters}-_");
    private static readonly string[] Known = ["mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature"];
    private static readonly string[] KnownMaterial = ["publicKey", "x509CertificateChain", "certificate", "tlogEntries", "timestampVerificationData"];
    private static readonly string[] KnownPublicKey = ["hint"];

    /// <summary>Checks the version, and reads who is said to have signed and how the key may be found.</summary>
    public static (JsonElement Root, string Material, string? Hint) Open(JsonElement element)
    {
        var root = OciJson.Object(element, What, Known, closed: true);
        if (OciJson.RequiredString(root, "mediaType", What) is var mediaType && mediaType is not (MediaTypes.SigstoreBundle or "application/vnd.dev.sigstore.bundle+json;version=0.3"))
        {
            throw OciJson.Malformed(What, $"its version is '{mediaType}', not 0.3");
        }

        if (!root.TryGetProperty("verificationMaterial", out var material)) throw OciJson.Malformed(What, "'verificationMaterial' is missing");
        OciJson.Object(material, What, KnownMaterial, closed: true);
        var kinds = KnownMaterial[..3].Where(kind => material.TryGetProperty(kind, out _)).ToArray();
        if (kinds.Length != 1) throw OciJson.Malformed(What, "it names not exactly one kind of key");
        // Bundle 0.3: "x509CertificateChain … MUST NOT be used".
        if (kinds[0] == "x509CertificateChain") throw OciJson.Malformed(What, "it holds a certificate chain, which version 0.3 forbids");
        return (root, kinds[0], kinds[0] == "publicKey" ? OciJson.OptionalString(OciJson.Object(material.GetProperty("publicKey"), What, KnownPublicKey, closed: true), "hint", What) : null);
    }

    /// <summary>Writes them, for a managed key.</summary>
    /// <param name="writer">Is inside the bundle's object.</param>
    /// <param name="hint">How the key may be found: cosign writes base64 of the SHA-256 of the key's DER.</param>
    public static void Write(Utf8JsonWriter writer, string hint)
    {
        writer.WriteString("mediaType", MediaTypes.SigstoreBundle);
        writer.WriteStartObject("verificationMaterial");
        writer.WriteStartObject("publicKey");
        writer.WriteString("hint", hint);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The key that a hint is for, as fingerprints are written; a hint of another kind as it is.</summary>
    public static string? KeyOf(string? hint)
    {
        var hash = new byte[SHA256.HashSizeInBytes + 2];
        return hint is not null && Convert.TryFromBase64String(hint, hash, out var length) && length == SHA256.HashSizeInBytes
            ? $"sha256:{Convert.ToHexStringLower(hash.AsSpan(0, length))}"
            : hint;
    }

    /// <summary>A member that is base64, as protobuf's JSON has it: standard or URL-safe, with its padding or without, and no white space.</summary>
    public static byte[] Bytes(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && TryDecode(value.GetString()!, out var bytes)
            ? bytes
            : throw OciJson.Malformed(What, $"'{name}' is not base64");

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        var digits = text.AsSpan().TrimEnd('=');
        if (digits.Length != text.Length && (text.Length % 4 != 0 || text.Length - digits.Length > 2)) return false;
        if (digits.ContainsAnyExcept(StandardAlphabet) && digits.ContainsAnyExcept(UrlAlphabet)) return false;
        bytes = new byte[digits.Length * 3 / 4];
        var url = text.Replace('+', '-').Replace('/', '_').AsSpan(0, digits.Length);
        return Base64Url.DecodeFromChars(url, bytes, out _, out var written) == OperationStatus.Done && written == bytes.Length;
    }
}
