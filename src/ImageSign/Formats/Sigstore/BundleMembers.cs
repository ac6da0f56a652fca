using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Sigstore;

/// <summary>What every Sigstore bundle has, whatever was signed.</summary>
/// <param name="Root">The bundle.</param>
/// <param name="Material">Its <c>verificationMaterial</c>.</param>
/// <param name="Version">The minor version of the bundle, 1 to 3.</param>
/// <param name="Kind">Who is said to have signed: <c>publicKey</c>, <c>certificate</c> or <c>x509CertificateChain</c>.</param>
/// <param name="Hint">How the key may be found; unsigned, null for a certificate.</param>
internal sealed record BundleMembers(JsonElement Root, JsonElement Material, int Version, string Kind, string? Hint)
{
    public const string What = "the bundle";

    /// <summary>The version that is written, and that keys are looked for in.</summary>
    private const int CurrentVersion = 3;

    private static readonly string[] Known = ["mediaType", "verificationMaterial", "dsseEnvelope", "messageSignature"];
    private static readonly string[] KnownMaterial = ["publicKey", "x509CertificateChain", "certificate", "tlogEntries", "timestampVerificationData"];
    private static readonly string[] KnownPublicKey = ["hint"];

    /// <summary>Checks the version, and reads who is said to have signed and how the key may be found.</summary>
    /// <param name="element">The bundle.</param>
    /// <param name="olderToo">Versions 0.1 and 0.2, which brought other evidence along, are read as well.</param>
    public static BundleMembers Open(JsonElement element, bool olderToo)
    {
        var root = OciJson.Object(element, What, Known, closed: true);
        var mediaType = OciJson.RequiredString(root, "mediaType", What);
        var version = VersionOf(mediaType);
        if (version is null || (version < CurrentVersion && !olderToo)) throw OciJson.Malformed(What, $"its version is '{mediaType}', not 0.3");
        var material = ProtobufJson.Required(root, "verificationMaterial", What, KnownMaterial);
        var kinds = KnownMaterial[..3].Where(kind => material.TryGetProperty(kind, out _)).ToArray();
        if (kinds.Length != 1) throw OciJson.Malformed(What, "it names not exactly one kind of key");
        // Bundle 0.3: "x509CertificateChain … MUST NOT be used".
        if (kinds[0] == "x509CertificateChain" && version == CurrentVersion) throw OciJson.Malformed(What, "it holds a certificate chain, which version 0.3 forbids");
        var hint = kinds[0] == "publicKey" ? OciJson.OptionalString(ProtobufJson.Required(material, "publicKey", What, KnownPublicKey), "hint", What) : null;
        return new BundleMembers(root, material, version.Value, kinds[0], hint);
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

    /// <summary>A member that is base64.</summary>
    public static byte[] Bytes(JsonElement element, string name) => ProtobufJson.Bytes(element, name, What);

    private static int? VersionOf(string mediaType) => mediaType switch
    {
        MediaTypes.SigstoreBundle or "application/vnd.dev.sigstore.bundle+json;version=0.3" => 3,
        "application/vnd.dev.sigstore.bundle.v0.2+json" or "application/vnd.dev.sigstore.bundle+json;version=0.2" => 2,
        "application/vnd.dev.sigstore.bundle.v0.1+json" or "application/vnd.dev.sigstore.bundle+json;version=0.1" => 1,
        _ => null,
    };
}
