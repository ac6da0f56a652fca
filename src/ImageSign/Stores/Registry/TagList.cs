using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>The body of <c>tags/list</c>.</summary>
internal static class TagList
{
    public static IReadOnlyList<string> Read(ReadOnlyMemory<byte> body)
    {
        const string what = "the list of tags";
        using var json = OciJson.Parse(body, what);
        var root = OciJson.Object(json.RootElement, what, ["name", "tags"]);
        return [.. OciJson.OptionalArray(root, "tags", what, Limits.MaxTags).Select(tag => tag.ValueKind == System.Text.Json.JsonValueKind.String ? tag.GetString()! : throw OciJson.Malformed(what, "a tag is not a string"))];
    }
}
