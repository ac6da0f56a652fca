using System.Text.RegularExpressions;
using ImageSign.Testing.Files;
using ImageSign.Tool.Tests.Sessions;
using ImageSign.Tool.Usage;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>
/// Every command line of ours that a document shows is one that the tool understands, and every word of cosign's and notation's has its
/// answer.
/// </summary>
public sealed partial class CommandLinesInTheDocumentation
{
    private const int Fewest = 60;

    private static readonly ConsoleStreams Console = new(TextWriter.Null, TextWriter.Null, IsTerminal: false, CanPrompt: false);

    private static string Docs => Path.Combine(AppContext.BaseDirectory, "docs");

    [Fact]
    public void The_tool_understands_each_of_them()
    {
        var lines = Directory.EnumerateFiles(Docs, "*.md").SelectMany(file =>
            File.ReadLines(file).SelectMany(OurCommands).Select(command => (File: Path.GetFileName(file), Command: command))).ToList();
        Assert.True(lines.Count > Fewest, $"only {lines.Count} command lines were found");
        var wrong = lines
            .Select(line => (line.File, line.Command, Problems: ProblemsOf(line.Command)))
            .Where(line => line.Problems.Count > 0)
            .Select(line => $"{line.File}: {line.Command}: {string.Join(' ', line.Problems)}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("dotnet image-sign verify -k a.pub --polcy x app:1")]
    [InlineData("dotnet image-sign sign app:1")]
    public void A_wrong_one_would_be_found(string line) => Assert.NotEmpty(ProblemsOf(Assert.Single(OurCommands($"    {line}"))));

    [Fact]
    public void Every_command_and_option_of_cosign_and_notation_is_in_the_table()
    {
        var table = File.ReadAllText(Path.Combine(Docs, "migration.md"));
        var words = PeerWords();
        Assert.True(words.Count > 150, $"only {words.Count} words were found");
        Assert.Empty(words.Where(word => !IsIn(table, word)).Select(word => string.Join(' ', word)));
    }

    [Fact]
    public void Every_command_and_option_of_cosign_and_notation_is_understood_or_answered()
    {
        Assert.Empty(PeerWords().Where(word => !IsAnswered(word)).Select(word => string.Join(' ', word)));
    }

    private static List<string[]> PeerWords() =>
        [.. File.ReadLines(Vectors.PathOf("peer-help/words.txt")).Where(line => !line.StartsWith('#')).Select(line => line.Split(' '))];

    private static bool IsIn(string table, string[] word)
    {
        string[] spellings = word is [var peer, var command] ? [$"`{command}`", $"`{peer} {command} ", $"`{peer} {command}`"] : [$"`{word[2]}`"];
        return spellings.Any(spelling => table.Contains(spelling, StringComparison.Ordinal));
    }

    private static bool IsAnswered(string[] word)
    {
        var commands = CommandLine.Parse([], Console).RootCommandResult.Command.Subcommands;
        if (word is [_, var command]) return commands.Any(ours => ours.Name == command) || ForeignCommands.AnswerTo(command) is not null;
        var options = commands.SelectMany(ours => ours.Options);
        return options.Any(option => option.Name == word[2] || option.Aliases.Contains(word[2])) || ForeignOptions.AnswerTo(word[2], word[1]) is not null;
    }

    private static IReadOnlyList<string> ProblemsOf(string command)
    {
        var parsed = CommandLine.Parse([.. CommandWords.Split(command).Skip(2).Where(word => word.Length > 0)], Console);
        return parsed.Action is { ClearsParseErrors: true } ? [] : UsageErrors.Of(parsed);
    }

    /// <summary>
    /// The commands of a line: one that is shown as code, up to a pipe, a redirection, the next command or a comment. A synopsis, in
    /// brackets, is no command; '--bogus' is shown to be refused.
    /// </summary>
    private static IEnumerable<string> OurCommands(string line) => Shown().Matches(line)
        .Select(match =>
            match.Groups["command"].Value.Split([" | ", " > ", " && ", "; ", "   #", " < "], StringSplitOptions.None)[0].Trim())
        .Where(command => !command.Contains("--bogus", StringComparison.Ordinal))
        .Where(command => !command.Contains("[options]", StringComparison.Ordinal) && !command.Contains('|', StringComparison.Ordinal));

    [GeneratedRegex(@"(^\s{4,}|^\$ |^|run: |script: |- |sh '|`)(?<command>dotnet image-sign [^`']*('[^']*'[^`']*)*)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Shown();
}
