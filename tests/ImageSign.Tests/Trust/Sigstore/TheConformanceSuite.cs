using System.Text.Json;
using ImageSign.Conformance;
using ImageSign.Testing.Files;
using ImageSign.Testing.Processes;

namespace ImageSign.Tests.Trust.Sigstore;

/// <summary>
/// The static cases of the Sigstore client conformance suite, each with the file and with its digest, by the suite's own protocol.
/// </summary>
public sealed class TheConformanceSuite
{
    private static readonly Dictionary<string, JsonElement> All = Read();

    public static TheoryData<string, bool> Cases =>
        [.. All.Keys.SelectMany(name => (TheoryDataRow<string, bool>[])[new(name, true), new(name, false)])];

    [Theory, MemberData(nameof(Cases))]
    public void Ends_as_it_must(string name, bool byFile)
    {
        using var output = new StringWriter();
        var exitCode = ConformanceClient.Run(Arguments(All[name], byFile), output, output);

        Assert.True((exitCode == 0) == (Text(All[name], "expected") == "pass"), $"{exitCode}\n{output}");
    }

    [Theory, InlineData("rekor2-dsse-happy-path", 0), InlineData("rekor2-dsse-mismatch-envelope_fail", 1), InlineData("managed-key-happy-path", 0)]
    public async Task Ends_so_as_a_program_too(string name, int expected)
    {
        // In its own place: beside the tests some of its assemblies come from a framework that it does not have.
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace(
                "ImageSign.Tests", "ImageSign.Conformance", StringComparison.Ordinal), "ImageSign.Conformance.dll");
        var result = await ProcessRunner.RunAsync(
            "dotnet", [program, .. Arguments(All[name], byFile: true)], new ProcessOptions(), TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == expected, $"{result.Output}{result.Error}");
    }

    [Theory, InlineData("verify-bundle"), InlineData("verify-bundle --bundle b a"), InlineData("verify-bundle --bundle b --key k --trusted-root"), InlineData("")]
    public void Refuses_arguments_that_are_none(string line)
    {
        using var output = new StringWriter();

        Assert.Equal(2, ConformanceClient.Run(line.Split(' '), output, output));
    }

    [Fact]
    public void The_bundle_of_the_staging_instance_is_good_by_the_root_that_is_built_in()
    {
        var staging = All["bundle-from-wrong-instance_fail"];
        using var output = new StringWriter();
        var arguments = Arguments(staging, byFile: true).Where(
            argument => argument != "--trusted-root" && !argument.EndsWith("public-good.json", StringComparison.Ordinal));

        Assert.True(ConformanceClient.Run(["verify-bundle", "--staging", .. arguments.Skip(1)], output, output) == 0, output.ToString());
    }

    [Fact]
    public void And_there_are_as_many_cases_as_there_should_be() => Assert.Equal(41, All.Count);

    private static string[] Arguments(JsonElement item, bool byFile)
    {
        string[] who = item.TryGetProperty("key", out var key)
            ? ["--key", PathOf(key.GetString()!)]
            : ["--certificate-identity", Text(item, "identity"), "--certificate-oidc-issuer", Text(item, "issuer")];
        var root = Text(item, "trustedRoot");
        return
        [
            "verify-bundle", "--bundle", PathOf(Text(item, "bundle")), .. who,
            "--trusted-root", PathOf(root == "public-good" ? "roots/public-good.json" : root),
            byFile ? PathOf(Text(item, "artifact")) : $"sha256:{Text(item, "artifactSha256")}",
        ];
    }

    private static string PathOf(string name) => Vectors.PathOf($"sigstore-conformance/{name}");

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static Dictionary<string, JsonElement> Read() => JsonDocument.Parse(Vectors.Read("sigstore-conformance/cases.json")).RootElement
        .GetProperty("cases").EnumerateArray().ToDictionary(item => Text(item, "name"), StringComparer.Ordinal);
}
