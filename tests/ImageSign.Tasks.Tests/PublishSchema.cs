using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ImageSign.Tasks.Tests;

/// <summary>Checks a result file against docs/schemas/imagesign.publish.v1.schema.json: the keywords that it uses, and strictly no member that it does not name.</summary>
internal static class PublishSchema
{
    private static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Repository.PathOf("docs", "schemas", "imagesign.publish.v1.schema.json")))!;

    public static JsonNode Read(string resultFile)
    {
        var document = JsonNode.Parse(File.ReadAllText(resultFile))!;
        Check(document, Schema, "$");
        return document;
    }

    private static void Check(JsonNode? node, JsonNode schema, string path)
    {
        Assert.NotNull(node);
        if (schema["const"] is { } constant) Assert.Equal(constant.GetValue<string>(), node.GetValue<string>());
        switch (schema["type"]?.GetValue<string>())
        {
            case "object":
                CheckObject(node.AsObject(), schema, path);
                break;
            case "array":
                var items = node.AsArray();
                Assert.True(items.Count >= (schema["minItems"]?.GetValue<int>() ?? 0), path);
                foreach (var item in items) Check(item, schema["items"]!, $"{path}[]");
                break;
            case "integer":
                Assert.True(node.GetValue<long>() >= schema["minimum"]!.GetValue<long>(), path);
                break;
            case "string" when schema["pattern"] is { } pattern:
                Assert.Matches(new Regex(pattern.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)), node.GetValue<string>());
                break;
        }
    }

    private static void CheckObject(JsonObject value, JsonNode schema, string path)
    {
        foreach (var name in schema["required"]!.AsArray()) Assert.True(value.ContainsKey(name!.GetValue<string>()), $"{path}.{name} is missing");
        foreach (var (name, member) in value) Check(member, schema["properties"]![name] ?? throw new InvalidOperationException($"{path}.{name} is not in the schema"), $"{path}.{name}");
    }
}
