using System.Text.Json;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests.Json;

/// <summary>What scripts read, as the published schemas say.</summary>
public sealed class JsonResults : IAsyncLifetime
{
    private Session _session = null!;

    public async ValueTask InitializeAsync()
    {
        _session = await Session.StartAsync();
        _session.AddImage("app", "1", "one");
        _session.AddImage("app", "unsigned", "two");
        _session.AddIndex("multi", "1");
        _session.AddFile("app.yaml", ["from: localhost:1/base:1", "workdir: /"]);
        (await RunAsync("generate-key-pair --no-password --output-prefix a")).EnsureSuccess();
        (await RunAsync("generate-key-pair --no-password --output-prefix b")).EnsureSuccess();
        (await RunAsync("sign -k a.key -a team=web localhost:{port}/app:1 localhost:{port}/multi:1")).EnsureSuccess();
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    [Theory]
    [InlineData(0, "trusted", "-k a.pub localhost:{port}/app:1")]
    [InlineData(0, "trusted", "-k a.pub --recursive --all localhost:{port}/multi:1")]
    [InlineData(1, "not-trusted", "-k b.pub localhost:{port}/app:1")]
    [InlineData(1, "not-trusted", "-k a.pub localhost:{port}/app:unsigned")]
    [InlineData(3, "undecided", "-k a.pub localhost:{port}/app:missing")]
    [InlineData(3, "undecided", "-k missing.pub localhost:{port}/app:1")]
    public async Task A_verdict_is_one_object_of_its_schema(int exitCode, string outcome, string words)
    {
        var result = await RunAsync($"verify --output json {words}");
        Assert.Equal(exitCode, result.ExitCode);
        RequireValid("verdict.v1.json", outcome, result.Output);
    }

    [Theory]
    [InlineData(0, "signed", "-k a.key localhost:{port}/multi:1")]
    [InlineData(0, "unchanged", "-k a.key --if-missing localhost:{port}/app:1")]
    [InlineData(0, "signed", "-k a.key -c app.yaml localhost:{port}/multi:1")]
    [InlineData(3, "failed", "-k a.key localhost:{port}/app:missing")]
    public async Task A_signing_is_one_object_of_its_schema(int exitCode, string outcome, string words)
    {
        var result = await RunAsync($"sign --output json {words}");
        Assert.Equal(exitCode, result.ExitCode);
        RequireValid("sign.v1.json", outcome, result.Output);
    }

    [Theory]
    [InlineData(0, "inspected", "localhost:{port}/app:1")]
    [InlineData(0, "inspected", "localhost:{port}/multi:1")]
    [InlineData(3, "failed", "localhost:{port}/app:missing")]
    public async Task An_inspection_is_one_object_of_its_schema(int exitCode, string outcome, string image)
    {
        var result = await RunAsync($"inspect --output json {image}");
        Assert.Equal(exitCode, result.ExitCode);
        RequireValid("inspect.v1.json", outcome, result.Output);
    }

    [Theory]
    [InlineData(0, "copied", "localhost:{port}/app:1")]
    [InlineData(3, "failed", "localhost:{port}/app:missing")]
    public async Task A_copy_is_one_object_of_its_schema(int exitCode, string outcome, string source)
    {
        var result = await RunAsync($"copy --output json {source} localhost:{{port}}/copy:1");
        Assert.Equal(exitCode, result.ExitCode);
        RequireValid("copy.v1.json", outcome, result.Output);
    }

    [Fact]
    public async Task The_digest_of_a_platform_is_the_one_that_was_judged()
    {
        var index = await RunAsync("inspect --output json localhost:{port}/multi:1");
        var verdict = await RunAsync("verify -k a.pub --platform linux/arm64 --output json localhost:{port}/multi:1");
        RequireValid("verdict.v1.json", "trusted", verdict.Output);
        var expected = JsonSerializer.Deserialize<JsonElement>(index.Output).GetProperty("platforms").EnumerateArray().Single(platform => platform.GetProperty("platform").GetString() == "linux/arm64");
        var judged = JsonSerializer.Deserialize<JsonElement>(verdict.Output);
        Assert.Equal(expected.GetProperty("digest").GetString(), judged.GetProperty("digest").GetString());
        Assert.True(JsonElement.DeepEquals(expected, judged.GetProperty("subject")));
    }

    [Fact]
    public async Task Several_images_are_an_array()
    {
        var result = await RunAsync("verify -k a.pub --output json localhost:{port}/app:1 localhost:{port}/app:missing localhost:{port}/app:unsigned");
        Assert.Equal(3, result.ExitCode);
        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal(["trusted", "undecided", "not-trusted"], document.RootElement.EnumerateArray().Select(verdict => verdict.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task Jsonl_is_an_object_a_line()
    {
        var result = await RunAsync("verify -k a.pub --output jsonl localhost:{port}/app:1 localhost:{port}/app:unsigned");
        var outcomes = result.Output.TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("outcome").GetString());
        Assert.Equal(["not-trusted", "trusted"], outcomes.Order(StringComparer.Ordinal)); // as they finish
    }

    [Fact]
    public async Task What_a_signature_says_that_no_trusted_key_made_is_not_called_signed()
    {
        var result = await RunAsync("verify -k b.pub --output json localhost:{port}/app:1");
        using var document = JsonDocument.Parse(result.Output);
        var facts = Facts(document.RootElement.GetProperty("check"), "signature").ToList();
        Assert.Contains(facts, fact => fact.GetProperty("name").GetString() == "annotation:team");
        Assert.All(facts, fact => Assert.False(fact.GetProperty("signed").GetBoolean()));
    }

    private static void RequireValid(string schema, string outcome, string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Empty(JsonSchema.Read(schema).Validate(document.RootElement));
        Assert.Equal(outcome, document.RootElement.GetProperty("outcome").GetString());
    }

    private static IEnumerable<JsonElement> Facts(JsonElement check, string below, bool inside = false)
    {
        inside |= check.GetProperty("id").GetString() == below;
        var own = inside ? check.GetProperty("facts").EnumerateArray() : Enumerable.Empty<JsonElement>();
        return own.Concat(check.GetProperty("children").EnumerateArray().SelectMany(child => Facts(child, below, inside)));
    }

    private Task<ProcessResult> RunAsync(string words) => _session.RunAsync($"image-sign {words}", TestContext.Current.CancellationToken);
}
