using System.Text.Json;
using ImageSign.Fuzz.Seeds;
using ImageSign.Fuzz.Targets;

namespace ImageSign.Fuzz;

/// <summary>Every parser of foreign bytes.</summary>
internal static class FuzzTargets
{
    private const string Oci = "oci";
    private const string Sigstore = "sigstore";
    private const string Keyless = "keyless";
    private const string Notary = "notary";
    private const string Archive = "archive";

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("reference", Oci, "text", Documents.Reference, () => []),
        new("manifest", Oci, "json", Documents.Manifest, () => SeedSource.Json("layers")),
        new("index", Oci, "json", Documents.Index, () => SeedSource.Json("manifests")),
        new("layout", Oci, "json", Archives.Layout, () => []),
        new("credentials", Oci, "json", Archives.Credentials, () => []),

        new("bundle", Sigstore, "json", SigstoreEnvelopes.Bundle, () => SeedSource.Json("verificationMaterial")),
        new("detached-bundle", Sigstore, "json", SigstoreEnvelopes.DetachedBundle, () => SeedSource.Json("messageSignature")),
        new("dsse", Sigstore, "json", SigstoreEnvelopes.Dsse, () => SeedSource.Json("dsseEnvelope", root => Text(root.GetProperty("dsseEnvelope")))),
        new("statement", Sigstore, "json", SigstoreEnvelopes.Statement, () => SeedSource.Json("dsseEnvelope", root => root.GetProperty("dsseEnvelope").GetProperty("payload").TryGetBytesFromBase64(out var payload) ? payload : null)),
        new("simple-signing", Sigstore, "json", SigstoreEnvelopes.SimpleSigning, () => SeedSource.Json("critical", root => [.. "TUVVQ0lRREVzaWduYXR1cmU=\n"u8, .. Text(root)])),
        new("cosign-key", Sigstore, "json", KeyFiles.Cosign, () => []),
        new("key-file", Sigstore, "pem", KeyFiles.Pem, () => [.. SeedSource.Files("cosign/keys", "*.p*"), .. SeedSource.Files("cosign/trust", "*.pem")]),
        new("pfx", Sigstore, "asn1", KeyFiles.Pfx, () => []),

        new("keyless-bundle", Keyless, "json", Targets.Keyless.Bundle, KeylessSeeds.Bundles),
        new("keyless-annotations", Keyless, "json", Targets.Keyless.Annotations, KeylessSeeds.Annotations),
        new("keyless-certificate", Keyless, "asn1", Targets.Keyless.Certificate, KeylessSeeds.Certificates),
        new("certificate-promises", Keyless, "asn1", Targets.Keyless.Promises, KeylessSeeds.Promises),
        new("timestamp-response", Keyless, "asn1", Targets.Keyless.Timestamp, KeylessSeeds.Timestamps),
        new("checkpoint", Keyless, "text", Targets.Keyless.Note, KeylessSeeds.Notes),
        new("trusted-root", Keyless, "json", Targets.Keyless.Root, KeylessSeeds.Roots),

        new("jws", Notary, "json", NotaryEnvelopes.Jws, () => SeedSource.Json("protected")),
        new("cose", Notary, "cbor", NotaryEnvelopes.Cose, SeedSource.Cose),
        new("notary-payload", Notary, "json", NotaryEnvelopes.Payload, () => []),
        new("notary-manifest", Notary, "json", NotaryEnvelopes.Manifest, () => SeedSource.Json("subject")),
        new("trust-policy", Notary, "json", NotaryEnvelopes.Policy, () => SeedSource.Files("notation/config/policies", "*.json")),
        new("identity", Notary, "text", NotaryEnvelopes.Identity, () => []),
        new("certificates", Notary, "pem", Certificates.Chain, () => [.. SeedSource.Files("notation/pki", "chain.pem"), .. SeedSource.Files("notation/config/truststore", "*"), .. SeedSource.Files("fuzz/fixtures", "*.crt")]),
        new("ocsp", Notary, "asn1", Certificates.Ocsp, () => []),
        new("crl", Notary, "asn1", Certificates.Crl, () => SeedSource.Files("notation/revocation/crl", "*.crl")),
        new("timestamp", Notary, "asn1", Certificates.Timestamp, SeedSource.Timestamps),

        new("archive", Archive, "tar", Archives.Archive, () => SeedSource.Files("archives", "*.tar*")),
        new("compressed-archive", Archive, "tar", Archives.CompressedArchive, () => SeedSource.Files("archives", "*.tar")),
        new("config", Archive, "json", Configurations.Config, () => SeedSource.Json("rootfs")),
        new("label", Archive, "json", Configurations.Label, () => []),
        new("layer", Archive, "tar", Configurations.Layer, SeedSource.Layers),
        new("packages", Archive, "tar", Descriptions.Packages, () => []),
        new("description", Archive, "yaml", Descriptions.Description, () => []),
        new("manifests", Archive, "yaml", ManifestFiles.Read, () => []),
    ];

    public static FuzzTarget Named(string name) => All.FirstOrDefault(target => target.Name == name) ?? throw new ArgumentException($"'{name}' is no target; there are {string.Join(", ", All.Select(target => target.Name))}.", nameof(name));

    private static byte[] Text(JsonElement element) => JsonSerializer.SerializeToUtf8Bytes(element);
}
