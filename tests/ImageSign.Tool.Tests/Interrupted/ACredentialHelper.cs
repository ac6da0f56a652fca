using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Tool.Tests.Interrupted;

/// <summary>Interrupted while another program is asked for credentials.</summary>
public sealed class ACredentialHelper : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory, InlineData("INT"), InlineData("TERM")]
    public async Task Does_not_outlive_the_tool(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as Linux does");
        await using var registry = await TestRegistry.StartAsync(new TestRegistryOptions { Auth = new BasicAuth("tester", "secret") });
        registry.Content.PutImage("app", TestImages.Build(), "1");
        var signer = new TestSigner(Path.Combine(_directory.FullName, "signer"));
        var started = Path.Combine(_directory.FullName, "started");
        using var tool = new InterruptedTool();
        WriteHelper(started);
        File.WriteAllText(Path.Combine(_directory.FullName, "config.json"), """{"credsStore":"slow"}""");
        tool.With("DOCKER_CONFIG", _directory.FullName).With("PATH", $"{_directory.FullName}:{Environment.GetEnvironmentVariable("PATH")}");

        var (exitCode, error) = await tool.RunAsync(signal, AppearsAsync(started), signer.SignArguments(registry.Reference("app", "1"), "sigstore"), TestContext.Current.CancellationToken);

        Assert.True((exitCode, error) == (130, "Cancelled.\n"), $"exit {exitCode}: {error}");
        Assert.Empty(tool.LeftProcesses());
        Assert.Empty(tool.FilesWith(signer.Secrets));
    }

    private static async Task AppearsAsync(string file)
    {
        while (!File.Exists(file)) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private void WriteHelper(string started)
    {
        var script = Path.Combine(_directory.FullName, "docker-credential-slow");
        File.WriteAllText(script, $"#!/bin/sh\ntouch {started}\nsleep 60\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
