using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Trust;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Formats.Sigstore;

/// <summary>Reads what a bundle brings along to prove its signature: certificate, log entries, timestamps.</summary>
internal static class BundleEvidence
{
    private const string What = BundleMembers.What;
    private const int LogIdBytes = 32;

    private static readonly string[] KnownBytes = ["rawBytes"];
    private static readonly string[] KnownChain = ["certificates"];
    private static readonly string[] KnownTimestamps = ["rfc3161Timestamps"];
    private static readonly string[] KnownTimestamp = ["signedTimestamp"];
    private static readonly string[] KnownEntry =
        ["logIndex", "logId", "kindVersion", "integratedTime", "inclusionPromise", "inclusionProof", "canonicalizedBody"];

    private static readonly string[] KnownId = ["keyId"];
    private static readonly string[] KnownKind = ["kind", "version"];
    private static readonly string[] KnownPromise = ["signedEntryTimestamp"];
    private static readonly string[] KnownProof = ["logIndex", "rootHash", "treeSize", "hashes", "checkpoint"];
    private static readonly string[] KnownCheckpoint = ["envelope"];

    /// <summary>Reads all of it.</summary>
    public static SignatureMaterial Read(BundleMembers bundle) => new()
    {
        Certificate = bundle.Kind switch
        {
            "certificate" => Der(ProtobufJson.Required(bundle.Material, "certificate", What, KnownBytes)),
            "x509CertificateChain" => Leaf(ProtobufJson.Required(bundle.Material, "x509CertificateChain", What, KnownChain)),
            _ => (ReadOnlyMemory<byte>?)null,
        },
        Entries = [.. OciJson.OptionalArray(bundle.Material, "tlogEntries", What, Limits.MaxLogEntries).Select(entry => Entry(entry, bundle.Version))],
        Timestamps = ProtobufJson.Optional(bundle.Material, "timestampVerificationData", What, KnownTimestamps) is { } data
            ? [.. OciJson.OptionalArray(data, "rfc3161Timestamps", What, Limits.MaxSignedTimestamps).Select(Timestamp)]
            : [],
    };

    /// <summary>
    /// The first certificate of a chain. The others are not asked: authorities come from the trusted root. sigstore_bundle.proto: "The
    /// chain MUST NOT contain a root certificate", which would suggest that it is to be believed.
    /// </summary>
    private static ReadOnlyMemory<byte> Leaf(JsonElement chain)
    {
        List<ReadOnlyMemory<byte>> certificates =
            [.. OciJson.OptionalArray(chain, "certificates", What, Limits.MaxChainCertificates).Select(
                item => Der(OciJson.Object(item, What, KnownBytes, closed: true)))];
        if (certificates.Count == 0) throw OciJson.Malformed(What, "its certificate chain is empty");
        if (certificates.Skip(1).Any(IsRoot)) throw OciJson.Malformed(What, "its certificate chain holds a root");
        return certificates[0];
    }

    private static bool IsRoot(ReadOnlyMemory<byte> der)
    {
        var certificate = CertificateChain.Load(der);
        return certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority) && ChainRules.IsSelfSigned(certificate);
    }

    private static ReadOnlyMemory<byte> Der(JsonElement element) =>
        ProtobufJson.Bytes(element, "rawBytes", What, Limits.MaxSigningCertificateBytes);

    private static ReadOnlyMemory<byte> Timestamp(JsonElement element) =>
        ProtobufJson.Bytes(
            OciJson.Object(element, What, KnownTimestamp, closed: true), "signedTimestamp", What, Limits.MaxSignedTimestampBytes);

    /// <summary>sigstore_bundle.proto: a bundle of version 0.1 has a promise for every entry, a later one a proof.</summary>
    private static LogEntry Entry(JsonElement element, int version)
    {
        OciJson.Object(element, What, KnownEntry, closed: true);
        var kind = ProtobufJson.Required(element, "kindVersion", What, KnownKind);
        var promise = ProtobufJson.Optional(element, "inclusionPromise", What, KnownPromise);
        var proof = ProtobufJson.Optional(element, "inclusionProof", What, KnownProof);
        if (version == 1 && promise is null) throw OciJson.Malformed(What, "a log entry has no inclusion promise, which version 0.1 needs");
        if (version > 1 && proof is null) throw OciJson.Malformed(What, "a log entry has no inclusion proof");
        return new LogEntry(
            ProtobufJson.Bytes(ProtobufJson.Required(element, "logId", What, KnownId), "keyId", What, LogIdBytes),
            ProtobufJson.Int64(element, "logIndex", What),
            OciJson.RequiredString(kind, "kind", What),
            OciJson.RequiredString(kind, "version", What),
            ProtobufJson.Bytes(element, "canonicalizedBody", What, Limits.MaxLogBodyBytes))
        {
            IntegratedTime = ProtobufJson.Int64(element, "integratedTime", What),
            Promise = promise is { } set
                ? ProtobufJson.Bytes(set, "signedEntryTimestamp", What, Limits.MaxSigningCertificateBytes)
                : (ReadOnlyMemory<byte>?)null,
            Proof = proof is { } path ? Proof(path) : null,
        };
    }

    private static InclusionProof Proof(JsonElement element) => new(
        ProtobufJson.Int64(element, "logIndex", What),
        ProtobufJson.Int64(element, "treeSize", What),
        Hash(ProtobufJson.Bytes(element, "rootHash", What)),
        [.. OciJson.OptionalArray(element, "hashes", What, Limits.MaxProofHashes).Select(hash => Hash(ProtobufJson.Bytes(hash, What)))],
        OciJson.RequiredString(ProtobufJson.Required(element, "checkpoint", What, KnownCheckpoint), "envelope", What));

    private static ReadOnlyMemory<byte> Hash(byte[] bytes) =>
        bytes.Length == MerkleTree.HashBytes
            ? bytes
            : throw OciJson.Malformed(What, $"a hash of an inclusion proof has {bytes.Length} bytes, not {MerkleTree.HashBytes}");
}
