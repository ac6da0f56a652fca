using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImageSign.Tool.Tests.Json;

/// <summary>Validates against the keywords that our schemas use; a keyword that it does not know is an error, not a pass.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Notes = ["$schema", "$id", "$defs", "title", "description"];

    public static JsonSchema Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", name)));
        return new JsonSchema(document.RootElement.Clone());
    }

    /// <summary>What is wrong with <paramref name="value"/>; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(JsonElement value) => [.. Validate(value, root, "$")];

    private IEnumerable<string> Validate(JsonElement value, JsonElement schema, string path) =>
        schema.EnumerateObject().SelectMany(keyword => Validate(value, schema, keyword, path));

    private IEnumerable<string> Validate(JsonElement value, JsonElement schema, JsonProperty keyword, string path) => keyword.Name switch
    {
        "$ref" => Validate(value, Resolve(keyword.Value.GetString()!), path),
        "type" => Require(TypeOf(value) == keyword.Value.GetString(), $"{path} is not of type {keyword.Value}"),
        "const" => Require(JsonElement.DeepEquals(value, keyword.Value), $"{path} is not {keyword.Value}"),
        "enum" => Require(keyword.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(value, allowed)), $"{path} is not one of {keyword.Value}"),
        "pattern" => Require(Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)), $"{path} does not match {keyword.Value}"),
        "items" => value.EnumerateArray().SelectMany((item, index) => Validate(item, keyword.Value, $"{path}[{index}]")),
        "required" => keyword.Value.EnumerateArray().SelectMany(name => Require(value.TryGetProperty(name.GetString()!, out _), $"{path} has no {name}")),
        "properties" => value.EnumerateObject().Where(member => keyword.Value.TryGetProperty(member.Name, out _)).SelectMany(member => Validate(member.Value, keyword.Value.GetProperty(member.Name), $"{path}.{member.Name}")),
        "additionalProperties" => value.EnumerateObject().SelectMany(member => Require(schema.GetProperty("properties").TryGetProperty(member.Name, out _), $"{path} has an unknown member {member.Name}")),
        _ => Require(Notes.Contains(keyword.Name), $"the schema's keyword {keyword.Name} is not known here"),
    };

    private JsonElement Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static IEnumerable<string> Require(bool holds, string problem) => holds ? [] : [problem];
}
