using System.Text;

namespace ImageSign.Tool.Tests;

/// <summary>An exception that nobody thought of.</summary>
public sealed class ABugInTheTool
{
    [Fact]
    public async Task It_is_one_sentence_with_a_code_and_could_not_decide()
    {
        var (exitCode, error) = await RunAsync("--version");
        Assert.Equal(3, exitCode);
        Assert.Equal(
            """
            error IMGSIGN0001: ImageSign failed unexpectedly: InvalidTimeZoneException: no such luck.
              This is a bug: please report it with the output of --verbose.

            """,
            error);
    }

    [Fact]
    public async Task Verbose_says_where()
    {
        var (_, error) = await RunAsync("generate-key-pair", "--no-password", "--output-prefix", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), "--help", "--verbose");
        Assert.Contains("  at ImageSign.Tool.Tests.ABugInTheTool", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new BrokenWriter();
        await using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(arguments, new ConsoleStreams(output, error, IsTerminal: false, CanPrompt: false));
        return (exitCode, error.ToString());
    }

    private sealed class BrokenWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new InvalidTimeZoneException("no such luck.");
    }
}
