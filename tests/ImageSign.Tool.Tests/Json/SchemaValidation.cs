using System.Text.Json;

namespace ImageSign.Tool.Tests.Json;

/// <summary>The validator that the other tests rely on.</summary>
public sealed class SchemaValidation
{
    private static readonly JsonSchema Verdict = JsonSchema.Read("verdict.v1.json");

    [Theory]
    [InlineData("""{"schema":"imagesign.verdict/v2","image":"a","outcome":"trusted"}""", "$.schema is not")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":"a"}""", "$ has no outcome")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":1,"outcome":"trusted"}""", "$.image is not of type string")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":"a","outcome":"maybe"}""", "$.outcome is not one of")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":"a","outcome":"trusted","x":1}""", "$ has an unknown member x")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":"a","outcome":"trusted","digest":"sha256:1"}""", "$.digest does not match")]
    [InlineData("""{"schema":"imagesign.verdict/v1","image":"a","outcome":"trusted","check":{"id":"image","outcome":"pass","advisory":false,"facts":[{}],"children":[]}}""", "$.check.facts[0] has no name")]
    public void It_sees_what_is_wrong(string json, string problem) =>
        Assert.StartsWith(problem, Verdict.Validate(JsonSerializer.Deserialize<JsonElement>(json))[0], StringComparison.Ordinal);

    [Fact]
    public void It_accepts_what_is_right() =>
        Assert.Empty(Verdict.Validate(JsonSerializer.Deserialize<JsonElement>("""{"schema":"imagesign.verdict/v1","image":"a","outcome":"trusted"}""")));
}
