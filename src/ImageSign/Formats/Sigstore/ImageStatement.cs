using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Formats.Sigstore;

/// <summary>The in-toto statement that cosign 3 signs for an image.</summary>
/// <param name="PredicateType">What the statement says of its subjects.</param>
/// <param name="Subjects">What it speaks of.</param>
internal sealed record ImageStatement(string PredicateType, IReadOnlyList<ImageStatement.StatementSubject> Subjects)
{
    public const string PayloadType = "application/vnd.in-toto+json";

    /// <summary>The predicate type of an image signature. cosign verify accepts any other too; we do not.</summary>
    public const string SignPredicateType = "https://sigstore.dev/cosign/sign/v1";

    private const string What = "the statement";
    private const string StatementV1 = "https://in-toto.io/Statement/v1";
    private const string StatementV01 = "https://in-toto.io/Statement/v0.1";
    private static readonly string[] Known = ["_type", "subject", "predicateType", "predicate"];
    private static readonly string[] KnownSubject = ["name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations"];

    public static ImageStatement Parse(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, What);
        var root = OciJson.Object(json.RootElement, What, Known);
        if (OciJson.RequiredString(root, "_type", What) is var type && type is not (StatementV1 or StatementV01)) throw OciJson.Malformed(What, $"'{type}' is not an in-toto statement");
        if (root.TryGetProperty("predicate", out var predicate) && predicate.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)) throw OciJson.Malformed(What, "'predicate' is not an object");
        return new ImageStatement(
            OciJson.RequiredString(root, "predicateType", What),
            [.. OciJson.OptionalArray(root, "subject", What, Limits.MaxStatementSubjects).Select(ReadSubject)]);
    }

    /// <summary>The exact bytes, in cosign's member order.</summary>
    public static ReadOnlyMemory<byte> Write(Digest subject, IEnumerable<KeyValuePair<string, string>> annotations) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("_type", StatementV1);
        writer.WriteStartArray("subject");
        writer.WriteStartObject();
        writer.WriteStartObject("digest");
        writer.WriteString("sha256", subject.Hex);
        writer.WriteEndObject();
        writer.WriteStartObject("annotations");
        foreach (var (name, value) in annotations) writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteString("predicateType", SignPredicateType);
        writer.WriteStartObject("predicate");
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The claims about <paramref name="digest"/>: those of the first subject that names it, or of the first subject when none does.</summary>
    public SignedClaims ClaimsFor(Digest digest)
    {
        var subject = Subjects.FirstOrDefault(candidate => candidate.Digest == digest) ?? (Subjects.Count > 0 ? Subjects[0] : throw OciJson.Malformed(What, "it has no subject"));
        return ClaimPairs.Read(subject.Digest ?? throw OciJson.Malformed(What, "its subject has no SHA-256 digest"), subject.Annotations);
    }

    private static StatementSubject ReadSubject(JsonElement element)
    {
        OciJson.Object(element, What, KnownSubject);
        if (!element.TryGetProperty("digest", out var digests) || digests.ValueKind != JsonValueKind.Object) throw OciJson.Malformed(What, "a subject has no digest");
        if (digests.GetPropertyCount() > Limits.MaxSubjectDigests) throw ErrorCodes.OverLimit.With("The number of digests of a subject", $"{Limits.MaxSubjectDigests}");
        // Lower case only, as the image's own digest is written; another spelling names another string to every peer.
        var digest = OciJson.OptionalString(digests, "sha256", What) is { } hex && Digest.TryParse($"sha256:{hex}", out var parsed) ? parsed : (Digest?)null;
        return new StatementSubject(digest, OciJson.OptionalStringMap(element, "annotations", What))
        {
            Sha512 = OciJson.OptionalString(digests, "sha512", What),
        };
    }

    /// <summary>One subject: its SHA-256, if it has one, and its signed annotations.</summary>
    internal sealed record StatementSubject(Digest? Digest, IReadOnlyDictionary<string, string> Annotations)
    {
        /// <summary>The SHA-512 in hexadecimal, as npm names its packages; images have none.</summary>
        public string? Sha512 { get; init; }
    }
}
