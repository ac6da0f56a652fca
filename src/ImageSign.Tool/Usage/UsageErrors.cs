using System.CommandLine;
using System.CommandLine.Parsing;

namespace ImageSign.Tool.Usage;

/// <summary>What is wrong with a command line. System.CommandLine takes an unknown option for an argument; here that is an error.</summary>
internal static class UsageErrors
{
    /// <summary>The problems, the most telling first; none when the command can run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // A key where its name belongs is not printed, whatever else the shell has made of it.
        if (parsed.Tokens.Any(token => token.Value.Contains("-----BEGIN", StringComparison.Ordinal))) return [ErrorCodes.KeyGivenInline.Sentence];
        var (command, root) = (parsed.CommandResult.Command, parsed.RootCommandResult.Command);
        if (parsed.Tokens is [{ Type: TokenType.Argument, Value: [_, ..] and var first }, ..])
        {
            return first.StartsWith('-')
                ? [$"Unknown option '{first}' before the command.{Hint.ForOption(first, command, root)} The command comes first."]
                : [$"Unknown command '{first}'.{Hint.ForCommand(first, root, parsed.Tokens.Select(token => token.Value))}"];
        }

        var foreign = parsed.Tokens.Where(token =>
            token.Type == TokenType.Argument).Select(token => Problem(token, command, root)).OfType<string>().ToList();
        return foreign.Count > 0 ? foreign : [.. parsed.Errors.Select(error => OneLine(error.Message)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The command that explains the one that was attempted.</summary>
    public static string HelpCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand
            ? $"{CommandLine.Name} --help" : $"{CommandLine.Name} {parsed.CommandResult.Command.Name} --help";

    private static string OneLine(string message)
    {
        var line = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var quoted = line.Split('\'').Where((_, index) => index % 2 == 1).ToList();
        // "Argument 'jsno' not recognized. Must be one of: 'text' 'json' 'jsonl'"
        return quoted.Count > 2 && NearWord.To(quoted[0], quoted.Skip(1)) is { } near ? $"{line}. Did you mean '{near}'?" : line;
    }

    private static string? Problem(Token token, Command command, Command root) => token.Value switch
    {
        ['-', _, ..] => $"Unknown option '{token.Value}'.{Hint.ForOption(token.Value, command, root)}",
        ['@', ..] => $"Response files are not read: '{token.Value}'.",
        "" => "An argument is empty.",
        _ => null,
    };
}
