using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>
/// The <c>console</c> blocks of a document: a line after <c>$</c> is run, and the lines after it are what it writes, standard output first. <c>…</c> is anything on
/// a line, a line of nothing else is any lines. An exit code other than 0 must be shown with <c>echo $?</c>.
/// </summary>
internal static class ConsoleBlock
{
    /// <summary>The commands of all blocks with the lines that they write, in order.</summary>
    public static IEnumerable<(string Command, IReadOnlyList<string> Output)> Read(IEnumerable<string> document)
    {
        var inside = false;
        string? command = null;
        var output = new List<string>();
        foreach (var line in document)
        {
            if ((!inside || line is "```" || line.StartsWith("$ ", StringComparison.Ordinal)) && command is not null)
            {
                yield return (command, [.. output]);
                output.Clear();
                command = null;
            }

            if (line.StartsWith("```", StringComparison.Ordinal)) inside = line is "```console";
            else if (inside && line.StartsWith("$ ", StringComparison.Ordinal)) command = line[2..];
            else if (inside) output.Add(line);
        }
    }

    /// <summary>True when <paramref name="actual"/> is what <paramref name="expected"/> shows.</summary>
    public static bool Shows(ReadOnlySpan<string> expected, ReadOnlySpan<string> actual)
    {
        if (expected.IsEmpty) return actual.IsEmpty;
        if (expected[0] is "…")
        {
            for (var skipped = 0; skipped <= actual.Length; skipped++)
            {
                if (Shows(expected[1..], actual[skipped..])) return true;
            }

            return false;
        }

        return !actual.IsEmpty && Wildcard.IsAll(expected[0], actual[0]) && Shows(expected[1..], actual[1..]);
    }
}
