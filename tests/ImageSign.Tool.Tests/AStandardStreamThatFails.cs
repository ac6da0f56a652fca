using ImageSign.Testing;
using ImageSign.Testing.Images;
using ImageSign.Testing.Pki;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests;

/// <summary>Closed streams, full disks, and readers that go away: one sentence, and a verdict that is never lost in silence.</summary>
public sealed class AStandardStreamThatFails : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("image-sign-");
    private TestRegistry _registry = null!;
    private string _arguments = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a shell and /dev/full are needed");
        _registry = await TestRegistry.StartAsync();
        _registry.Content.PutImage("app", TestImages.Build(), "1");
        var (_, publicKey) = TestKeys.Shared(TestKeyAlgorithm.EcdsaP256).Write(Path.Combine(_directory.FullName, "a"));
        _arguments = $"-k '{publicKey}' {_registry.Reference("app", "1")}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null) await _registry.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--version", ">&-", "it is closed", 0)]
    [InlineData("--version", ">/dev/full", "No space left on device", 0)]
    [InlineData("--help", ">&-", "it is closed", 0)]
    [InlineData("--help", ">/dev/full", "No space left on device", 0)]
    [InlineData("verify --help", "<&- >&-", "it is closed", 0)]
    [InlineData("verify VERIFY", ">&-", "it is closed", 1)]
    [InlineData("verify VERIFY", "<&- >&-", "it is closed", 1)]
    [InlineData("verify VERIFY", ">/dev/full", "No space left on device", 1)]
    [InlineData("verify --output json VERIFY", ">&-", "it is closed", 1)]
    [InlineData("verify --output json VERIFY", ">/dev/full", "No space left on device", 1)]
    [InlineData("verify --output jsonl VERIFY", ">/dev/full", "No space left on device", 1)]
    public async Task A_result_that_cannot_be_written_is_said_with_the_code_of_the_verdict(string arguments, string redirection, string reason, int lost)
    {
        var result = await RunAsync($"image-sign {arguments} {redirection}");
        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        var lines = result.Error.Split('\n');
        Assert.Equal($"error IMGSIGN0005: The result could not be written to standard output ({reason}); without that, the exit code would be {lost}.", lines[0]);
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData(">/dev/full 2>/dev/full")]
    public async Task With_nowhere_to_say_it_the_exit_code_is_still_3(string redirection) =>
        Assert.Equal((3, "", ""), await PlainAsync($"image-sign verify VERIFY {redirection}"));

    [Theory]
    [InlineData("2>&-"), InlineData("2>/dev/full")]
    public async Task Errors_that_cannot_be_written_leave_the_exit_code_as_it_is(string redirection)
    {
        Assert.Equal((2, "", ""), await PlainAsync($"image-sign verfy {redirection}"));
        var verdict = await RunAsync($"image-sign verify -v VERIFY {redirection}");
        Assert.Equal((1, ""), (verdict.ExitCode, verdict.Error));
        Assert.Contains("Image is not signed", verdict.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_usage_error_has_no_result_to_lose() => Assert.Equal(2, (await RunAsync("image-sign verfy >&-")).ExitCode);

    [Theory]
    [InlineData("true"), InlineData("head -1")]
    public async Task A_reader_that_goes_away_takes_nothing_from_the_verdict(string reader)
    {
        var result = await RunAsync($"{{ image-sign verify -v --output jsonl VERIFY; echo \"exit $?\" >&2; }} | {reader}");
        Assert.Contains("exit 1\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("error", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_from_a_standard_input_that_is_closed_is_one_sentence()
    {
        var result = await RunAsync("image-sign inspect --images - <&-");
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith("error IMGSIGN1041: The list of images standard input cannot be read: it is closed.\n", result.Error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> PlainAsync(string script)
    {
        var result = await RunAsync(script);
        return (result.ExitCode, result.Output, result.Error);
    }

    private Task<ProcessResult> RunAsync(string script) =>
        ShellTool.RunAsync("bash", script.Replace("VERIFY", _arguments, StringComparison.Ordinal), environment: null, TestContext.Current.CancellationToken);
}
