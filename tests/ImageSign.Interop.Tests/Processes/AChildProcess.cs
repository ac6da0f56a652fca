using System.Diagnostics;
using ImageSign.Testing.Processes;

namespace ImageSign.Interop.Tests.Processes;

public sealed class AChildProcess
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_input_arguments_and_variables_and_gives_both_outputs_and_its_exit_code()
    {
        var options = new ProcessOptions
        {
            Input = "from input",
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GREETING"] = "hello", ["HOME"] = null },
        };

        var result = await RunAsync("""cat; echo " $GREETING ${HOME-nowhere} $1"; echo problem >&2; exit 3""", options, "an argument");

        Assert.Equal((3, "from input hello nowhere an argument\n", "problem\n"), (result.ExitCode, result.Output, result.Error));
        Assert.Throws<InvalidOperationException>(result.EnsureSuccess);
    }

    [Fact]
    public async Task May_leave_its_input_unread()
    {
        var result = await RunAsync("exec <&-; exit 0", new ProcessOptions { Input = new string('x', 1_000_000) });

        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task Is_killed_with_its_children_when_it_takes_too_long()
    {
        var clock = Stopwatch.StartNew();

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => RunAsync("echo started; sleep 600 & wait", new ProcessOptions { Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Contains("started", failure.Message);
        Assert.InRange(clock.ElapsedMilliseconds, 290, 10_000);
    }

    private static Task<ProcessResult> RunAsync(string script, ProcessOptions options, params string[] arguments)
    {
        Assert.SkipUnless(ExecutablePath.TryFind("sh", out var shell), "there is no sh here");
        return ProcessRunner.RunAsync(shell, ["-c", script, "sh", .. arguments], options, Cancel);
    }
}
