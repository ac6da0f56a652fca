using System.Text.Json;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Fixtures;

/// <summary>One line of tests/vectors/cosign/expected.json: an image that a real tool signed, or that was crafted, and what must become of it.</summary>
internal sealed record CosignCase(string Id, string Layout, string Digest, string Key, string Must, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>The cases that a key judges.</summary>
    public static IReadOnlyDictionary<string, CosignCase> All { get; } = Read();

    private static Dictionary<string, CosignCase> Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(VectorFiles.PathOf("cosign/expected.json")));
        return json.RootElement.GetProperty("cases").EnumerateArray()
            .Where(item => item.GetProperty("command").GetString() == "verify" && item.GetProperty("key").ValueKind == JsonValueKind.String)
            .Select(Of)
            .ToDictionary(item => item.Id, StringComparer.Ordinal);
    }

    private static CosignCase Of(JsonElement item)
    {
        var flags = item.GetProperty("extraFlags").EnumerateArray().Select(flag => flag.GetString()!).ToArray();
        return new CosignCase(
            item.GetProperty("id").GetString()!,
            item.GetProperty("layout").GetString()!,
            item.GetProperty("imageDigest").GetString()!,
            item.GetProperty("key").GetString()!,
            item.GetProperty("imagesignMust").GetString()!,
            flags.Index().Where(flag => flag.Item == "-a").Select(flag => AnnotationNames.Parse(flags[flag.Index + 1])).ToDictionary());
    }
}
