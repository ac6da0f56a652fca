using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>What an embedded signature says: the digest of the canonical configuration, and the claims.</summary>
internal static class ConfigStatement
{
    /// <summary>Signed with the payload, so that no signature of this format is one of any other (SECURITY-RULES 10).</summary>
    public const string PayloadType = "application/vnd.imagesign.config+json";

    private const string What = "the payload";
    private static readonly string[] Known = ["config", "claims"];
    private static readonly string[] KnownConfig = ["digest"];

    public static SignedClaims Parse(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, What);
        var root = OciJson.Object(json.RootElement, What, Known, closed: true);
        if (!root.TryGetProperty("config", out var config)) throw OciJson.Malformed(What, "'config' is missing");
        var digest = OciJson.RequiredString(OciJson.Object(config, What, KnownConfig, closed: true), "digest", What);
        return ClaimPairs.Read(Digest.TryParse(digest, out var parsed) ? parsed : throw OciJson.Malformed(What, $"'{digest}' is not a SHA-256 digest"), OciJson.OptionalStringMap(root, "claims", What));
    }

    public static ReadOnlyMemory<byte> Write(SignedClaims claims) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("config");
        writer.WriteString("digest", claims.Subject.ToString());
        writer.WriteEndObject();
        writer.WriteStartObject("claims");
        foreach (var (name, value) in ClaimPairs.Write(claims, withReferences: true)) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
