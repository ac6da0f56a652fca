using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Stores.Shared.Archives;

/// <summary>One image in the manifest.json of what <c>docker save</c> writes.</summary>
/// <param name="Config">The name of the configuration's file.</param>
/// <param name="RepoTags">The names that it gets when it is loaded.</param>
/// <param name="Layers">The names of the layers' files, the lowest first.</param>
internal sealed record DockerImage(string Config, IReadOnlyList<string> RepoTags, IReadOnlyList<string> Layers)
{
    public const string FileName = "manifest.json";

    private static readonly string[] Known = ["Config", "RepoTags", "Layers", "Parent", "LayerSources"];

    /// <summary>Reads manifest.json; Go's case folding makes two files of <c>Config</c> and <c>config</c>, so twins are refused.</summary>
    public static IReadOnlyList<DockerImage> Parse(ReadOnlyMemory<byte> utf8)
    {
        using var json = OciJson.Parse(utf8, FileName);
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw OciJson.Malformed(FileName, "not an array");
        if (json.RootElement.GetArrayLength() > Limits.MaxArchiveImages) throw ErrorCodes.OverLimit.With("The number of images in the archive", $"{Limits.MaxArchiveImages}");
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    private static DockerImage Read(JsonElement item)
    {
        OciJson.Object(item, FileName, Known);
        return new DockerImage(
            FileOf(OciJson.RequiredString(item, "Config", FileName)),
            Strings(item, "RepoTags", Limits.MaxArchiveImages),
            [.. Strings(item, "Layers", Limits.MaxLayers).Select(FileOf)]);
    }

    private static string FileOf(string name)
    {
        try
        {
            return TarNames.Normalise(name);
        }
        catch (FormatException e)
        {
            throw ErrorCodes.Malformed.Because(e, FileName, e.Message);
        }
    }

    private static IReadOnlyList<string> Strings(JsonElement item, string name, int limit) =>
    [
        .. OciJson.OptionalArray(item, name, FileName, limit)
            .Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw OciJson.Malformed(FileName, $"'{name}' holds something other than strings")),
    ];
}
