using System.Buffers;
using System.Text.Json;
using ImageSign.Crypto;
using ImageSign.Oci;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Formats.Cosign;

/// <summary>Reads what cosign 1 and 2 put beside a keyless signature, as annotations of its layer.</summary>
internal static class ClassicEvidence
{
    private const string Certificate = "dev.sigstore.cosign/certificate";
    private const string Bundle = "dev.sigstore.cosign/bundle";
    private const string Timestamp = "dev.sigstore.cosign/rfc3161timestamp";
    private const string What = "the log entry in the annotations";
    private const int LogIdBytes = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly string[] KnownBundle = ["SignedEntryTimestamp", "Payload"];
    private static readonly string[] KnownPayload = ["body", "integratedTime", "logIndex", "logID"];
    private static readonly string[] KnownTimestamp = ["SignedRFC3161Timestamp"];
    private static readonly string[] KnownBody = ["apiVersion", "kind", "spec"];

    /// <summary>Reads all of it. The annotation with a chain is not asked: authorities come from the trusted root.</summary>
    public static SignatureMaterial Read(IReadOnlyDictionary<string, string> annotations) => new()
    {
        Certificate = annotations.TryGetValue(Certificate, out var pem) ? Der(pem) : (ReadOnlyMemory<byte>?)null,
        Entries = annotations.TryGetValue(Bundle, out var bundle) ? [Entry(bundle)] : [],
        Timestamps = annotations.TryGetValue(Timestamp, out var timestamp) ? [Token(timestamp)] : [],
    };

    private static ReadOnlyMemory<byte> Der(string pem)
    {
        if (pem.Length > 2 * Limits.MaxSigningCertificateBytes)
        {
            throw ErrorCodes.OverLimit.With("The certificate in the annotations", $"{Limits.MaxSigningCertificateBytes} bytes");
        }

        return CertificatePem.Read(pem) is [var only]
            ? only.RawDataMemory
            : throw OciJson.Malformed("the certificate annotation", "it holds more than one certificate");
    }

    private static LogEntry Entry(string text)
    {
        using var json = Parse(text);
        var root = OciJson.Object(json.RootElement, What, KnownBundle, closed: true);
        var payload = ProtobufJson.Required(root, "Payload", What, KnownPayload);
        var body = ProtobufJson.Bytes(payload, "body", What, Limits.MaxLogBodyBytes);
        var (kind, version) = KindOf(body);
        return new LogEntry(
            LogId(OciJson.RequiredString(payload, "logID", What)), ProtobufJson.Int64(payload, "logIndex", What), kind, version, body)
        {
            IntegratedTime = ProtobufJson.Int64(payload, "integratedTime", What),
            Promise = ProtobufJson.Bytes(root, "SignedEntryTimestamp", What, Limits.MaxSigningCertificateBytes),
        };
    }

    private static (string Kind, string Version) KindOf(byte[] body)
    {
        using var json = OciJson.Parse(body, What);
        var root = OciJson.Object(json.RootElement, What, KnownBody, closed: true);
        return (OciJson.RequiredString(root, "kind", What), OciJson.RequiredString(root, "apiVersion", What));
    }

    private static byte[] LogId(string hex) => hex.Length == 2 * LogIdBytes && !hex.AsSpan().ContainsAnyExcept(HexDigits)
        ? Convert.FromHexString(hex)
        : throw OciJson.Malformed(What, "'logID' is not the hash of a key");

    private static ReadOnlyMemory<byte> Token(string text)
    {
        using var json = Parse(text);
        return ProtobufJson.Bytes(
            OciJson.Object(json.RootElement, What, KnownTimestamp, closed: true), "SignedRFC3161Timestamp", What, Limits.MaxSignedTimestampBytes);
    }

    private static JsonDocument Parse(string text) => OciJson.Parse(System.Text.Encoding.UTF8.GetBytes(text), What);
}
