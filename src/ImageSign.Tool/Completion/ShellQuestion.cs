namespace ImageSign.Tool.Completion;

/// <summary>What a shell asks: <c>[suggest:POSITION] LINE</c>.</summary>
internal static class ShellQuestion
{
    private const string Start = "[suggest";

    /// <summary>True when a shell asks for words. Otherwise brackets are words like any others.</summary>
    public static bool IsAskedBy(IReadOnlyList<string> arguments) => arguments is [var first, ..] && first.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>
    /// The same question with only what the answer depends on: the command, the option that waits for a value, and the word that was begun.
    /// After an option with a value, System.CommandLine would go on to complete that option, which has nothing to offer.
    /// </summary>
    public static IReadOnlyList<string> Shortened(IReadOnlyList<string> arguments)
    {
        if (arguments is not [_, var line]) return arguments;
        var words = line.Split(' ');
        if (words.Length < 3) return arguments;
        var (tool, command, begun) = (words[0], words[1], words[^1]);
        var waits = words.Length > 3 && words[^2].StartsWith('-') && !begun.StartsWith('-');
        var asked = waits ? $"{tool} {command} {words[^2]} {begun}" : $"{tool} {command} {begun}";
        return [$"{Start}:{asked.Length}]", asked];
    }
}
