using System.Security.Cryptography;
using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Trust.Sigstore.LogEntryBodies;

/// <summary>Compares what a log wrote down with the signature that it is said to be about.</summary>
internal static class LogEntryBody
{
    /// <summary>What people and errors call it.</summary>
    public const string What = "the body of the log entry";

    private static readonly string[] Known = ["apiVersion", "kind", "spec"];
    private static readonly string[] KnownHash = ["algorithm", "value"];

    /// <summary>What the entry says otherwise than the signature; null when they agree.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="content">What was signed.</param>
    /// <param name="verifier">The certificate, or the key, that the signature is verified with.</param>
    public static string? Mismatch(LogEntry entry, SignedContent content, Verifier verifier) => (entry.Kind, entry.Version) switch
    {
        ("hashedrekord", "0.0.1") => Read(entry, spec => HashedRekordV001.Mismatch(spec, content, verifier)),
        ("hashedrekord", "0.0.2") => HashedRekordV002.Mismatch(entry.Body.Span, content, verifier),
        ("dsse", "0.0.1") => Read(entry, spec => DsseV001.Mismatch(spec, content, verifier)),
        ("intoto", "0.0.2") => Read(entry, spec => IntotoV002.Mismatch(spec, content, verifier)),
        _ => $"its kind '{entry.Kind}' {entry.Version} is not known here",
    };

    /// <summary>Reads an object <c>{algorithm, value}</c>, the value in hexadecimal, and compares it with a hash.</summary>
    public static bool IsHash(JsonElement element, string name, Func<HashAlgorithmName, byte[]?> hash)
    {
        var given = ProtobufJson.Required(element, name, What, KnownHash);
        var algorithm = OciJson.RequiredString(given, "algorithm", What) switch
        {
            "sha256" => HashAlgorithmName.SHA256,
            "sha384" => HashAlgorithmName.SHA384,
            "sha512" => HashAlgorithmName.SHA512,
            var unknown => throw OciJson.Malformed(What, $"the hash algorithm '{unknown}' is unknown"),
        };
        return hash(algorithm) is { } wanted && OciJson.RequiredString(given, "value", What) == Convert.ToHexStringLower(wanted);
    }

    private static string? Read(LogEntry entry, Func<JsonElement, string?> compare)
    {
        try
        {
            using var json = OciJson.Parse(entry.Body, What);
            var root = OciJson.Object(json.RootElement, What, Known, closed: true);
            if (OciJson.RequiredString(root, "kind", What) is var kind && kind != entry.Kind)
            {
                return $"its body is a '{kind}', not a '{entry.Kind}'";
            }

            if (OciJson.RequiredString(root, "apiVersion", What) is var version && version != entry.Version)
            {
                return $"its body has the version {version}, not {entry.Version}";
            }

            return root.TryGetProperty("spec", out var spec) ? compare(spec) : throw OciJson.Malformed(What, "'spec' is missing");
        }
        catch (ImageSignException e) when (!e.Code.Undecided)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
