using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore;

/// <summary>
/// Reads trusted roots (protobuf-specs, sigstore_trustroot.proto) as strictly as everything else that decides about trust.
/// </summary>
internal static class TrustedRootReader
{
    private const string What = "the trusted root";
    private const string MediaTypePrefix = "application/vnd.dev.sigstore.trustedroot";
    private const string ClientTrustConfig = "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";
    private const int LogIdBytes = 32;

    private static readonly string[] Known = ["mediaType", "tlogs", "certificateAuthorities", "ctlogs", "timestampAuthorities"];
    private static readonly string[] KnownLog = ["baseUrl", "hashAlgorithm", "publicKey", "logId", "checkpointKeyId", "operator"];
    private static readonly string[] KnownKey = ["rawBytes", "keyDetails", "validFor"];
    private static readonly string[] KnownId = ["keyId"];
    private static readonly string[] KnownAuthority = ["subject", "uri", "certChain", "validFor", "operator"];
    private static readonly string[] KnownChain = ["certificates"];
    private static readonly string[] KnownBytes = ["rawBytes"];
    private static readonly string[] KnownRange = ["start", "end"];
    private static readonly string[] KnownConfig = ["mediaType", "trustedRoot", "signingConfig"];

    /// <summary>The kinds of keys that are verified with, by their names in sigstore_common.proto, PublicKeyDetails, with ours.</summary>
    private static readonly Dictionary<string, string> KeyKinds = new(StringComparer.Ordinal)
    {
        ["PKIX_ECDSA_P256_SHA_256"] = "ECDSA P-256",
        ["PKIX_ECDSA_P384_SHA_384"] = "ECDSA P-384",
        ["PKIX_ECDSA_P521_SHA_512"] = "ECDSA P-521",
        ["PKIX_ED25519"] = "Ed25519",
        ["PKIX_RSA_PKCS1V15_2048_SHA256"] = "RSA 2048",
        ["PKIX_RSA_PKCS1V15_3072_SHA256"] = "RSA 3072",
        ["PKIX_RSA_PKCS1V15_4096_SHA256"] = "RSA 4096",
        ["PKIX_RSA_PKCS1V5"] = "RSA",
        [Pkcs1] = "RSA",
    };

    /// <summary>A key that is no SubjectPublicKeyInfo; Sigstore's staging instance has one.</summary>
    private const string Pkcs1 = "PKCS1_RSA_PKCS1V5";

    /// <summary>
    /// Reads a file: one trusted root; or one in each line, as <c>gh attestation trusted-root</c> writes them, any of which may be the
    /// signer's; or a client trust config, which holds one.
    /// </summary>
    public static IReadOnlyList<TrustedRoot> ReadFile(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > Limits.MaxTrustedRootBytes)
        {
            throw ErrorCodes.OverLimit.With("The trusted root", $"{Limits.MaxTrustedRootBytes} bytes");
        }

        var lines = Lines(utf8);
        if (lines.Count > Limits.MaxTrustedRoots)
        {
            throw ErrorCodes.OverLimit.With("The file of trusted roots", $"{Limits.MaxTrustedRoots} roots");
        }

        return [.. lines.Select(Read)];
    }

    /// <summary>Reads one trusted root, or one in a client trust config.</summary>
    public static TrustedRoot Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, What);
        return Read(Root(json.RootElement));
    }

    /// <summary>The bytes of the trusted root in a file: the file's own, or those of the root in a client trust config.</summary>
    public static ReadOnlyMemory<byte> Extract(ReadOnlyMemory<byte> utf8)
    {
        if (Lines(utf8).Count > 1) return utf8;
        using var json = OciJson.Parse(utf8, What);
        return IsConfig(json.RootElement) ? Encoding.UTF8.GetBytes(Root(json.RootElement).GetRawText()) : utf8;
    }

    private static bool IsConfig(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("mediaType", out var type)
            && type.ValueKind == JsonValueKind.String
        && type.ValueEquals(ClientTrustConfig);

    private static JsonElement Root(JsonElement element)
    {
        if (!IsConfig(element)) return element;
        OciJson.Object(element, "the client trust config", KnownConfig, closed: true);
        return element.TryGetProperty("trustedRoot", out var root)
            ? root
            : throw OciJson.Malformed("the client trust config", "'trustedRoot' is missing");
    }

    private static TrustedRoot Read(JsonElement element)
    {
        var mediaType = OciJson.RequiredString(OciJson.Object(element, What, Known), "mediaType", What);
        var closed = IsClosed(mediaType) ?? throw OciJson.Malformed(What, $"its media type is '{mediaType}'");
        OciJson.Object(element, What, Known, closed);
        return new TrustedRoot
        {
            Logs = Logs(element, "tlogs", closed),
            CertificateLogs = Logs(element, "ctlogs", closed),
            CertificateAuthorities = Authorities(element, "certificateAuthorities", closed),
            TimestampAuthorities = Authorities(element, "timestampAuthorities", closed),
        };
    }

    /// <summary>Whether a root of that media type has no members but those that are known; null for one that is not read.</summary>
    private static bool? IsClosed(string mediaType) => mediaType switch
    {
        $"{MediaTypePrefix}+json;version=0.1" or $"{MediaTypePrefix}.v0.1+json" => true,
        // A later minor version may say more; what it says beside is not for us.
        $"{MediaTypePrefix}+json;version=0.2" or $"{MediaTypePrefix}.v0.2+json" => false,
        _ => null,
    };

    private static List<TransparencyLog> Logs(JsonElement root, string name, bool closed)
    {
        var items = OciJson.OptionalArray(root, name, What, Limits.MaxTrustedInstances);
        var logs = items.Select(log => ReadLog(log, closed)).ToList();
        if (logs.Select(log => Convert.ToHexString(log.Id.Span)).Distinct().Count() != logs.Count)
        {
            throw OciJson.Malformed(What, $"'{name}' has two logs with one id");
        }

        return logs;
    }

    private static TransparencyLog ReadLog(JsonElement element, bool closed)
    {
        OciJson.Object(element, What, KnownLog, closed);
        if (OciJson.RequiredString(element, "hashAlgorithm", What) is var hash and not "SHA2_256")
        {
            throw OciJson.Malformed(What, $"the hash algorithm '{hash}' of a log is unknown");
        }

        var key = ProtobufJson.Required(element, "publicKey", What, KnownKey, closed);
        var id = ProtobufJson.Bytes(ProtobufJson.Required(element, "logId", What, KnownId, closed), "keyId", What, LogIdBytes);
        var checkpoint = ProtobufJson.Optional(element, "checkpointKeyId", What, KnownId, closed);
        var details = OciJson.RequiredString(key, "keyDetails", What);
        return new TransparencyLog(OciJson.RequiredString(element, "baseUrl", What), id, ReadKey(key, details), ReadValidFor(key, closed))
        {
            KeyDetails = details,
            Operator = OciJson.OptionalString(element, "operator", What),
            CheckpointKeyId = checkpoint is { } given ? ProtobufJson.Bytes(given, "keyId", What, LogIdBytes) : (ReadOnlyMemory<byte>?)null,
        };
    }

    /// <summary>The key; null for a kind that is unknown, which makes this log unusable but not the others.</summary>
    private static PublicKey? ReadKey(JsonElement element, string details)
    {
        var bytes = ProtobufJson.Bytes(element, "rawBytes", What, Limits.MaxSigningCertificateBytes);
        if (!KeyKinds.TryGetValue(details, out var kind)) return null;
        try
        {
            var key = details == Pkcs1 ? ReadPkcs1(bytes) : PublicKeyReader.FromSubjectPublicKeyInfo(bytes, "the log's key");
            if (key.Name != kind && !(kind == "RSA" && key is RsaPublicKey))
            {
                throw OciJson.Malformed(What, $"a key is said to be {details}, but is {key.Name}");
            }

            return key;
        }
        catch (Exception e) when (
            e is CryptographicException || (e is ImageSignException { Code: var code } && code == ErrorCodes.KeyInvalid))
        {
            throw OciJson.Malformed(What, $"the key of a log ({details}) cannot be used: {e.Message}");
        }
    }

    private static PublicKey ReadPkcs1(byte[] bytes)
    {
        var rsa = RSA.Create();
        rsa.ImportRSAPublicKey(bytes, out var read);
        return read == bytes.Length ? PublicKeyReader.OfRsa(rsa, "the log's key") : throw new CryptographicException("bytes follow it");
    }

    private static IReadOnlyList<Authority> Authorities(JsonElement root, string name, bool closed) =>
        [.. OciJson.OptionalArray(root, name, What, Limits.MaxTrustedInstances).Select(authority => ReadAuthority(authority, closed))];

    private static Authority ReadAuthority(JsonElement element, bool closed)
    {
        OciJson.Object(element, What, KnownAuthority, closed);
        var chain = ProtobufJson.Required(element, "certChain", What, KnownChain, closed);
        var items = OciJson.OptionalArray(chain, "certificates", What, Limits.MaxChainCertificates);
        var certificates = items.Select(item => ReadCertificate(item, closed)).ToList();
        if (certificates.Count == 0) throw OciJson.Malformed(What, "an authority has no certificate");
        return new Authority(OciJson.OptionalString(element, "uri", What) ?? "", certificates, ReadValidFor(element, closed))
        {
            Operator = OciJson.OptionalString(element, "operator", What),
        };
    }

    private static ReadOnlyMemory<byte> ReadCertificate(JsonElement element, bool closed)
    {
        ReadOnlyMemory<byte> der = ProtobufJson.Bytes(
            OciJson.Object(element, What, KnownBytes, closed), "rawBytes", What, Limits.MaxSigningCertificateBytes);
        try
        {
            SignedDer.Read(der, out var rest);
            rest.ThrowIfNotEmpty();
            return der;
        }
        catch (AsnContentException)
        {
            throw OciJson.Malformed(What, "a certificate of an authority is damaged");
        }
    }

    // trustroot.proto: "validFor … The start MUST be set": a key without one would count for all time.
    private static ValidFor ReadValidFor(JsonElement element, bool closed)
    {
        var range = ProtobufJson.Required(element, "validFor", What, KnownRange, closed);
        var start = Time(OciJson.RequiredString(range, "start", What));
        var end = OciJson.OptionalString(range, "end", What) is { } text ? Time(text) : (DateTimeOffset?)null;
        return end < start ? throw OciJson.Malformed(What, "a validity ends before it starts") : new ValidFor(start, end);
    }

    private static DateTimeOffset Time(string text) =>
        Rfc3339.TryParse(text, out var time) ? time : throw OciJson.Malformed(What, $"'{text}' is not a time");

    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> utf8)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        foreach (var range in utf8.Span.Split((byte)'\n'))
        {
            var line = utf8[range];
            var text = line.Span.Trim(" \t\r"u8);
            if (text.IsEmpty) continue;
            if (text[0] != '{' || text[^1] != '}') return [utf8];
            lines.Add(line);
        }

        return lines.Count > 0 ? lines : [utf8];
    }
}
