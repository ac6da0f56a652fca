using System.CommandLine;

namespace ImageSign.Tool.Usage;

/// <summary>What to type instead of a word that was not understood.</summary>
internal static class Hint
{
    /// <summary>For a word in the place of the command; <paramref name="words"/> is the whole command line.</summary>
    public static string ForCommand(string word, Command root, IEnumerable<string> words)
    {
        var names = root.Subcommands.Select(command => command.Name).ToList();
        if (ForeignCommands.AnswerTo(word) is { } answer) return $" {answer}";
        if (NearWord.To(word, names) is { } near) return $" Did you mean '{near}'?";
        return words.FirstOrDefault(names.Contains) is { } later ? $" Write the command first: '{CommandLine.Name} {later} …'." : "";
    }

    /// <summary>For an option that the command does not have; <c>--name=value</c> as well.</summary>
    public static string ForOption(string word, Command command, Command root)
    {
        var name = word.Split('=', ':')[0];
        if (ForeignOptions.AnswerTo(name, command.Name) is { } answer) return $" {answer}";
        var elsewhere = root.Subcommands.Where(other => NamesOf(other).Contains(name)).Select(other => $"'{other.Name}'").ToList();
        if (elsewhere.Count > 0) return $" It is an option of {string.Join(", ", elsewhere)}.";
        return NearWord.To(name, NamesOf(command)) is { } near ? $" Did you mean '{near}'?" : "";
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        command.Options.SelectMany(option => (IEnumerable<string>)[option.Name, .. option.Aliases]);
}
