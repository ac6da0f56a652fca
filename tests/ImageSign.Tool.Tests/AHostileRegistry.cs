using System.Text;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tool.Tests;

/// <summary>A registry whose answers are meant for the terminal of whoever reads them, or for nobody.</summary>
public sealed class AHostileRegistry : IDisposable
{
    private const string Error = """{"errors":[{"code":"DENIED","message":"\u001b[2J\n::error::owned\n##vso[task.complete]"}]}""";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");

    public static TheoryData<string, string, int, string> Answers => new()
    {
        { "verify", "without end", 3, "IMGSIGN2006" },
        { "verify", "of another shape", 1, "IMGSIGN4001" },
        { "verify", "never", 3, "IMGSIGN2020" },
        { "sign", "without end", 3, "IMGSIGN2006" },
        { "sign", "of another shape", 3, "IMGSIGN4001" },
        { "sign", "never", 3, "IMGSIGN2020" },
    };

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory, InlineData(401), InlineData(403), InlineData(404), InlineData(418), InlineData(500)]
    public async Task Its_words_arrive_harmless_and_decide_nothing(int status)
    {
        var result = await RunAsync("verify", new CustomFault(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(Error);
            return true;
        }));

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.DoesNotContain("##vso", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Error.Split('\n'), line => line.StartsWith("::", StringComparison.Ordinal));
        Assert.StartsWith("error IMGSIGN2", result.Error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task Its_answers_come_to_an_exit_status_and_a_code(string command, string answer, int exitCode, string code)
    {
        var result = await RunAsync(command, answer switch
        {
            "without end" => new EndlessBodyFault(),
            "never" => DelayFault.Before(60_000),
            _ => new WrongBytesFault(Encoding.UTF8.GetBytes("[]")),
        });

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(code, result.Output + result.Error, StringComparison.Ordinal);
    }

    private async Task<ProcessResult> RunAsync(string command, IFault fault)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1");
        registry.Faults.Add(On.Get("*/manifests/*"), fault);
        var (privateKey, publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(Path.Combine(_directory.FullName, "a"));
        var options = new ProcessOptions { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _directory.FullName } };
        return await ToolProcess.RunAsync([command, "-k", command == "sign" ? privateKey : publicKey, "--timeout", "3s", registry.Reference("app", "1")], options, TestContext.Current.CancellationToken);
    }
}
