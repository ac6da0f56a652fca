using System.CommandLine;
using System.CommandLine.Parsing;

namespace ImageSign.Tool;

/// <summary>What is wrong with a command line. System.CommandLine takes an unknown option for an argument; here that is an error.</summary>
internal static class UsageErrors
{
    /// <summary>The problems, the most telling first; none when the command can run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        // A key where its name belongs is not printed, whatever else the shell has made of it.
        if (parsed.Tokens.Any(token => token.Value.Contains("-----BEGIN", StringComparison.Ordinal))) return [ErrorCodes.KeyGivenInline.Sentence];
        if (parsed.CommandResult.Command is RootCommand && parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) is { } command)
        {
            return [$"Unknown command '{command}'."];
        }

        var foreign = parsed.Tokens.Where(token => token.Type == TokenType.Argument).Select(Problem).OfType<string>().ToList();
        return foreign.Count > 0 ? foreign : [.. parsed.Errors.Select(error => OneLine(error.Message)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The command that explains the one that was attempted.</summary>
    public static string HelpCommand(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? $"{CommandLine.Name} --help" : $"{CommandLine.Name} {parsed.CommandResult.Command.Name} --help";

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Problem(Token token) => token.Value switch
    {
        ['-', _, ..] => $"Unknown option '{token.Value}'.",
        ['@', ..] => $"Response files are not read: '{token.Value}'.",
        "" => "An argument is empty.",
        _ => null,
    };
}
