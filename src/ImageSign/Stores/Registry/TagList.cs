using ImageSign.Oci;

namespace ImageSign.Stores.Registry;

/// <summary>The body of <c>tags/list</c>.</summary>
internal static class TagList
{
    private const string What = "the list of tags";

    public static IReadOnlyList<string> Read(string host, RegistryAnswer answer)
    {
        try
        {
            return Read(answer.Body);
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.Malformed)
        {
            throw ErrorCodes.AnswerUnreadable.Because(e, host, e.Message.TrimEnd('.'));
        }
    }

    private static string[] Read(ReadOnlyMemory<byte> body)
    {
        using var json = OciJson.Parse(body, What);
        var root = OciJson.Object(json.RootElement, What, ["name", "tags"]);
        return [.. OciJson.OptionalArray(root, "tags", What, Limits.MaxTags).Select(tag =>
            tag.ValueKind == System.Text.Json.JsonValueKind.String ? tag.GetString()!
            : throw OciJson.Malformed(What, "a tag is not a string"))];
    }
}
