using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tool.Tests;

/// <summary>A registry whose answers are meant for the terminal of whoever reads them.</summary>
public sealed class AHostileRegistry
{
    private const string Error = """{"errors":[{"code":"DENIED","message":"\u001b[2J\n::error::owned\n##vso[task.complete]"}]}""";

    [Theory, InlineData(401), InlineData(403), InlineData(404), InlineData(418), InlineData(500)]
    public async Task Its_words_arrive_harmless_and_decide_nothing(int status)
    {
        await using var registry = await TestRegistry.StartAsync();
        registry.Content.PutImage("app", TestImages.Build(), "1");
        registry.Faults.Add(On.Get("*/manifests/*"), new CustomFault(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(Error);
            return true;
        }));
        var directory = Directory.CreateTempSubdirectory("image-sign-");
        try
        {
            var (_, publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(Path.Combine(directory.FullName, "a"));
            var options = new ProcessOptions { Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = directory.FullName } };
            var result = await ToolProcess.RunAsync(["verify", "-k", publicKey, registry.Reference("app", "1")], options, TestContext.Current.CancellationToken);
            Assert.Equal((3, ""), (result.ExitCode, result.Output));
            Assert.DoesNotContain('\u001b', result.Error);
            Assert.DoesNotContain("##vso", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(result.Error.Split('\n'), line => line.StartsWith("::", StringComparison.Ordinal));
            Assert.StartsWith("error IMGSIGN2", result.Error, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
