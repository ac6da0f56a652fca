namespace ImageSign.Tool.Tests;

/// <summary>What <c>--help</c> prints is text that a person can read anywhere.</summary>
public sealed class HelpTexts
{
    private const int Widest = 100;

    public static TheoryData<string> Commands => ["", "sign", "verify", "inspect", "copy", "generate-key-pair", "generate-test-certificate", "completion"];

    [Theory, MemberData(nameof(Commands))]
    public async Task No_line_is_wider_than_a_page(string command)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        string[] words = command.Length == 0 ? ["--help"] : [command, "--help"];
        Assert.Equal(0, await CommandLine.RunAsync(words, new ConsoleStreams(output, error, IsTerminal: false, CanPrompt: false)));
        var lines = output.ToString().Split(Environment.NewLine);
        Assert.True(lines.Length > 8, output.ToString());
        // The usage line is a command, which nobody wants broken.
        Assert.All(lines.Where(line => !line.TrimStart().StartsWith("dotnet image-sign ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, Widest));
    }
}
