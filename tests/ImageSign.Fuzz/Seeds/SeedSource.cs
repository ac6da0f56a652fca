using System.Text.Json;
using ImageSign.Formats.Notary;
using ImageSign.Testing.Files;

namespace ImageSign.Fuzz.Seeds;

/// <summary>Finds what peers wrote, by what it is, in the vectors.</summary>
internal static class SeedSource
{
    private const int MaxSeedBytes = 64 * 1024;
    private const int MaxSeeds = 60;
    private const string Stamped = "ts-jws-p256";

    private static readonly Lazy<IReadOnlyList<byte[]>> Blobs = new(() => [.. new[] { "cosign/layouts.tar.gz", "cosign/save.tar.gz", "notation/layouts.tar.gz" }.SelectMany(FilesIn)]);
    private static readonly Lazy<NotaryEnvelope> StampedEnvelope = new(() => new JwsEnvelopeCodec().Read(FilesIn("notation/layouts.tar.gz", $"layouts/{Stamped}").First(IsJws)));

    /// <summary>The signature that the timestamp of the vectors is for.</summary>
    public static ReadOnlyMemory<byte> StampedSignature => StampedEnvelope.Value.Signature;

    /// <summary>JSON documents of all layouts that have that member.</summary>
    public static IEnumerable<byte[]> Json(string member) => Spread(Blobs.Value.Where(blob => Has(blob, member)));

    /// <summary>Members of such documents.</summary>
    public static IEnumerable<byte[]> Json(string member, Func<JsonElement, byte[]?> part) => Spread(Blobs.Value.Where(blob => Has(blob, member)).Select(blob => Part(blob, part)).OfType<byte[]>());

    public static IEnumerable<byte[]> Cose() => Spread(Blobs.Value.Where(blob => blob is [0xd2, 0x84, ..]));

    /// <summary>Compressed layers.</summary>
    public static IEnumerable<byte[]> Layers() => Spread(Blobs.Value.Where(blob => blob is [0x1f, 0x8b, ..]));

    /// <summary>The timestamps in JWS envelopes.</summary>
    public static IEnumerable<byte[]> Timestamps() => Json("protected", root =>
        root.TryGetProperty("header", out var header) && header.TryGetProperty(NotaryHeaders.TimestampSignature, out var token) && token.TryGetBytesFromBase64(out var bytes) ? bytes : null);

    /// <summary>Files of a folder of the vectors.</summary>
    public static IEnumerable<byte[]> Files(string folder, string pattern) => Spread(Directory
        .EnumerateFiles(Vectors.PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));

    /// <summary>The files under tests/vectors/fuzz: seeds that no peer's vector holds, and input that was a finding once.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Kept(string target)
    {
        var folder = Vectors.PathOf($"fuzz/{target}");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))) : [];
    }

    private static bool IsJws(byte[] blob) => Has(blob, "protected");

    private static bool Has(byte[] blob, string member)
    {
        try
        {
            using var json = JsonDocument.Parse(blob);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(member, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static byte[]? Part(byte[] blob, Func<JsonElement, byte[]?> part)
    {
        using var json = JsonDocument.Parse(blob);
        return part(json.RootElement);
    }

    private static IEnumerable<byte[]> FilesIn(string archive) => FilesIn(archive, "");

    private static IEnumerable<byte[]> FilesIn(string archive, string folder) => Directory
        .EnumerateFiles(Path.Combine(Vectors.Unpack(archive), folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    /// <summary>Different ones of bearable size, no more than are of use, from the whole range.</summary>
    private static IEnumerable<byte[]> Spread(IEnumerable<byte[]> all)
    {
        var distinct = all.Where(seed => seed.Length is > 0 and <= MaxSeedBytes).DistinctBy(Convert.ToHexString).ToArray();
        var step = Math.Max(1, distinct.Length / MaxSeeds);
        return distinct.Where((_, i) => i % step == 0);
    }
}
