using ImageSign.Processes;
using ImageSign.Testing.Files;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Processes;

[Collection(ProcessEnvironment.Name)]
public sealed class AChildProcess
{
    private const string Shell = "/bin/sh";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public AChildProcess() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The children of these tests are shell scripts.");

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        var result = await RunAsync(["-c", "printf '%s|' \"$@\"", "sh", "a b", "$(id)", "'\"", "--", "é"]);

        Assert.Equal("a b|$(id)|'\"|--|é|", result.Text);
    }

    [Fact]
    public async Task Input_output_errors_and_exit_code_are_handed_over()
    {
        var result = await ChildProcess.RunAsync(Shell, ["-c", "cat; echo oops >&2; exit 3"], "in"u8.ToArray(), new ChildProcessOptions(), Cancelled);

        Assert.Equal((3, "in", "oops"), (result.ExitCode, result.Text, result.Reason));
    }

    [Fact]
    public async Task A_child_that_ignores_its_input_is_no_failure() =>
        Assert.True((await ChildProcess.RunAsync(Shell, ["-c", "exit 0"], new byte[1 << 20], new ChildProcessOptions(), Cancelled)).Succeeded);

    [Fact]
    public async Task Too_much_output_ends_the_child() =>
        Assert.Equal(ErrorCodes.OverLimit, (await Assert.ThrowsAsync<ImageSignException>(() => RunAsync(["-c", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyy; done"], new ChildProcessOptions { MaxOutputBytes = 1000 }))).Code);

    [Fact]
    public async Task Many_complaints_do_not_block_the_child()
    {
        var result = await RunAsync(["-c", "i=0; while [ $i -lt 20000 ]; do echo complaint-complaint >&2; i=$((i+1)); done"]);

        Assert.True(result.Succeeded);
        Assert.Equal("complaint-complaint", result.Reason);
    }

    [Fact]
    public async Task A_child_that_takes_too_long_is_ended_with_its_children()
    {
        using var directory = new TempDirectory();
        var script = $"(sleep 2; touch '{directory.File("survived")}') & sleep 60";

        var refusal = await Assert.ThrowsAsync<ImageSignException>(() => RunAsync(["-c", script], new ChildProcessOptions { Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(ErrorCodes.TimedOut, refusal.Code);
        await Task.Delay(TimeSpan.FromSeconds(3), Cancelled);
        Assert.False(File.Exists(directory.File("survived")));
    }

    [Fact]
    public async Task Secrets_in_the_environment_stay_here()
    {
        string[] secrets =
        [
            "IMAGESIGN_PASSWORD", "COSIGN_PASSWORD", "IMAGESIGN_PKCS11_PIN", "COSIGN_PKCS11_PIN", "SDK_CONTAINER_REGISTRY_PWORD", "DOTNET_CONTAINER_PUSH_REGISTRY_PWORD",
        ];
        foreach (var name in secrets) Environment.SetEnvironmentVariable(name, "secret-of-a-test");
        try
        {
            var result = await RunAsync(["-c", "env"], new ChildProcessOptions { Environment = new Dictionary<string, string> { ["ADDED"] = "1" } });

            Assert.DoesNotContain("secret-of-a-test", result.Text, StringComparison.Ordinal);
            Assert.Contains("ADDED=1\n", result.Text, StringComparison.Ordinal);
        }
        finally
        {
            foreach (var name in secrets) Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public async Task What_is_no_program_does_not_start()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory.File("text"), "no program", Cancelled);

        Assert.Equal(ErrorCodes.ProcessFailed, (await Assert.ThrowsAsync<ImageSignException>(() => ChildProcess.RunAsync(directory.File("text"), [], default, new ChildProcessOptions(), Cancelled))).Code);
        await Assert.ThrowsAsync<ArgumentException>(() => ChildProcess.RunAsync("sh", [], default, new ChildProcessOptions(), Cancelled));
    }

    private static Task<ChildProcessResult> RunAsync(IReadOnlyList<string> arguments, ChildProcessOptions? options = null) => ChildProcess.RunAsync(Shell, arguments, default, options ?? new ChildProcessOptions(), Cancelled);
}
