using System.Diagnostics;
using System.Text.Json;
using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests;

/// <summary>Somebody presses Ctrl+C while a registry does not answer.</summary>
public sealed class Interruption : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");
    private TestRegistry _registry = null!;
    private FaultRule _stuck = null!;
    private string _publicKey = "";

    public async ValueTask InitializeAsync()
    {
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("app", TestImages.Build(), "1", "stuck");
        _stuck = _registry.Faults.Add(On.Get("*/manifests/stuck"), DelayFault.Before(milliseconds: 60_000));
        (_, _publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(Path.Combine(_directory.FullName, "a"));
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory, InlineData("INT"), InlineData("TERM")]
    public async Task The_exit_code_is_130_and_says_so(string signal)
    {
        var (exitCode, output, error) = await InterruptAsync(signal, "verify", "-k", _publicKey, _registry.Reference("app", "stuck"));
        Assert.Equal((130, "", "Cancelled.\n"), (exitCode, output, error));
    }

    [Fact]
    public async Task What_finished_before_is_still_one_json_document()
    {
        var (exitCode, output, _) = await InterruptAsync("INT", "verify", "-k", _publicKey, "--parallel", "1", "--output", "json", _registry.Reference("app", "1"), _registry.Reference("app", "stuck"));
        Assert.Equal(130, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.Equal("not-trusted", Assert.Single(document.RootElement.EnumerateArray().ToList()).GetProperty("outcome").GetString());
    }

    private async Task<(int ExitCode, string Output, string Error)> InterruptAsync(string signal, params string[] arguments)
    {
        var start = Interruptible.Start(ToolProcess.Host, ["exec", ToolProcess.Path, .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The tool did not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        while (_stuck.Hits == 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        await Interruptible.SendAsync(process, signal, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
