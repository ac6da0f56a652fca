using System.Security.Cryptography;
using ImageSign.Oci;
using ImageSign.Trust.Sigstore;
using ImageSign.Verification;

namespace ImageSign.Formats.Sigstore;

/// <summary>A Sigstore bundle, version 0.3, with the signature of a file: what <c>cosign sign-blob --bundle</c> writes.</summary>
/// <param name="Material">Who is said to have signed: <c>publicKey</c> or <c>certificate</c>.</param>
/// <param name="Algorithm">The hash of <paramref name="Digest"/>.</param>
/// <param name="Digest">Which file it is said to be for.</param>
/// <param name="Signature">The signature over the file's bytes, ECDSA in DER.</param>
internal sealed record MessageSignatureBundle(string Material, HashAlgorithmName Algorithm, ReadOnlyMemory<byte> Digest, ReadOnlyMemory<byte> Signature)
{
    /// <summary>What it brings along for keyless trust; null when that was not asked for.</summary>
    public SignatureMaterial? Evidence { get; private init; }

    private const string What = BundleMembers.What;
    private static readonly string[] KnownSignature = ["messageDigest", "signature"];
    private static readonly string[] KnownDigest = ["algorithm", "digest"];

    /// <summary>The names of sigstore_common.proto, HashAlgorithm.</summary>
    private static readonly Dictionary<string, HashAlgorithmName> Algorithms = new(StringComparer.Ordinal)
    {
        ["SHA2_256"] = HashAlgorithmName.SHA256,
        ["SHA2_384"] = HashAlgorithmName.SHA384,
        ["SHA2_512"] = HashAlgorithmName.SHA512,
    };

    /// <summary>How the key may be found; nobody signed it.</summary>
    public string? Hint { get; init; }

    /// <summary>Reads a bundle. cosign refuses one without a digest ("message is missing artifact digest"), and so do we.</summary>
    /// <param name="utf8">The bundle.</param>
    /// <param name="withEvidence">Reads what it brings along for keyless trust, and older versions.</param>
    public static MessageSignatureBundle Parse(ReadOnlyMemory<byte> utf8, bool withEvidence = false)
    {
        using var json = OciJson.Parse(utf8, What);
        var members = BundleMembers.Open(json.RootElement, withEvidence);
        var root = members.Root;
        if (root.TryGetProperty("dsseEnvelope", out _)) throw ErrorCodes.NotImageSignature.With("the bundle signs a statement (dsseEnvelope), not a file");
        if (!root.TryGetProperty("messageSignature", out var signature)) throw OciJson.Malformed(What, "it holds no message signature");
        OciJson.Object(signature, What, KnownSignature, closed: true);
        if (!signature.TryGetProperty("messageDigest", out var digest)) throw OciJson.Malformed(What, "'messageDigest' is missing");
        OciJson.Object(digest, What, KnownDigest, closed: true);
        var name = OciJson.RequiredString(digest, "algorithm", What);
        var bundle = new MessageSignatureBundle(
            members.Kind,
            Algorithms.TryGetValue(name, out var algorithm) ? algorithm : throw OciJson.Malformed(What, $"the digest algorithm '{name}' is unknown"),
            BundleMembers.Bytes(digest, "digest"),
            BundleMembers.Bytes(signature, "signature"));
        return bundle with { Hint = members.Hint, Evidence = withEvidence ? BundleEvidence.Read(members) : null };
    }

    /// <summary>What it says; none of it is verified.</summary>
    public IReadOnlyList<Fact> Describe()
    {
        var subject = $"{Algorithm.Name!.ToLowerInvariant()}:{Convert.ToHexStringLower(Digest.Span)}";
        List<Fact> facts = [new("subject", subject, Signed: false)];
        if (BundleMembers.KeyOf(Hint) is { } key) facts.Add(new Fact("key-hint", key, Signed: false));
        facts.Add(new Fact("signature", Convert.ToBase64String(Signature.Span), Signed: false));
        return facts;
    }

    /// <summary>Writes the bundle of a managed key.</summary>
    /// <param name="hint">How the key may be found.</param>
    /// <param name="algorithm">The hash of <paramref name="digest"/>.</param>
    /// <param name="digest">The digest of the file.</param>
    /// <param name="signature">The signature, ECDSA in DER.</param>
    public static ReadOnlyMemory<byte> Write(string hint, HashAlgorithmName algorithm, ReadOnlyMemory<byte> digest, byte[] signature) => ManifestWriter.Json(writer =>
    {
        writer.WriteStartObject();
        BundleMembers.Write(writer, hint);
        writer.WriteStartObject("messageSignature");
        writer.WriteStartObject("messageDigest");
        writer.WriteString("algorithm", Algorithms.First(pair => pair.Value == algorithm).Key);
        writer.WriteBase64String("digest", digest.Span);
        writer.WriteEndObject();
        writer.WriteBase64String("signature", signature);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
