using System.Globalization;
using ImageSign.Testing.Processes;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>
/// A session written down in Scripts: <c>$</c> runs a command; what follows must hold of it. <c>exit N</c>; <c>stdout TEXT</c> and <c>stderr TEXT</c>: some line
/// holds the text, in which <c>…</c> is anything; <c>! stdout TEXT</c>: no line does; <c>! stdout</c>: nothing was written. An exit code other than 0 must be
/// said. <c>image REPOSITORY:TAG CONTENT</c>, <c>index REPOSITORY:TAG</c> and <c>move REPOSITORY:TAG TAG</c> prepare the registry,
/// <c>archive FILE VECTOR</c> and <c>file NAME</c>, with its lines each after <c>| </c>, the directory.
/// </summary>
internal static class Script
{
    public static async Task RunAsync(IReadOnlyList<string> lines, Session session, CancellationToken cancellationToken)
    {
        ProcessResult? last = null;
        var expectedExit = 0;
        var commandLine = 0;
        for (var number = 1; number <= lines.Count; number++)
        {
            var line = lines[number - 1];
            if (line.Length == 0 || line.StartsWith('#')) continue;
            if (line.StartsWith("file ", StringComparison.Ordinal))
            {
                session.AddFile(line[5..], lines.Skip(number).TakeWhile(text => text.StartsWith('|')).Select(text => text.Length > 1 ? text[2..] : ""));
                continue;
            }

            if (line.StartsWith('|')) continue;
            if (line.StartsWith("exit ", StringComparison.Ordinal))
            {
                expectedExit = int.Parse(line.AsSpan(5), CultureInfo.InvariantCulture);
                Require(last is not null && last.ExitCode == expectedExit, number, line, last);
            }
            else if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                Require(last is null || last.ExitCode == expectedExit, commandLine, "exit 0", last);
                (last, expectedExit, commandLine) = (await session.RunAsync(line[2..], cancellationToken), 0, number);
            }
            else if (last is not null && Expectation(line, session, last) is { } holds) Require(holds, number, line, last);
            else Prepare(line, session);
        }

        Require(last is not null && last.ExitCode == expectedExit, commandLine, "exit 0", last);
    }

    private static bool? Expectation(string line, Session session, ProcessResult last)
    {
        var negated = line.StartsWith("! ", StringComparison.Ordinal);
        var rest = (negated ? line[2..] : line).Replace("{port}", $"{session.Port}", StringComparison.Ordinal);
        var stream = rest.Split(' ')[0] switch { "stdout" => last.Output, "stderr" => last.Error, _ => null };
        if (stream is null) return null;
        var text = rest.Length > 7 ? rest[7..] : "";
        if (text.Length == 0) return (stream.Length > 0) != negated;
        return stream.Split('\n').Any(actual => Wildcard.IsIn(text, actual)) != negated;
    }

    private static void Prepare(string line, Session session)
    {
        var words = line.Split(' ');
        var colon = words.Length > 1 ? words[1].Split(':') : [];
        switch (words[0], colon)
        {
            case ("image", [var repository, var tag]):
                session.AddImage(repository, tag, words[2]);
                break;
            case ("index", [var repository, var tag]):
                session.AddIndex(repository, tag);
                break;
            case ("move", [var repository, var tag]):
                session.MoveTag(repository, tag, words[2]);
                break;
            case ("archive", [var file]):
                session.AddArchive(file, words[2]);
                break;
            default:
                throw new InvalidOperationException($"A script does not know '{line}'.");
        }
    }

    private static void Require(bool holds, int number, string line, ProcessResult? last) =>
        Assert.True(holds, $"line {number}: {line}\nexit {last?.ExitCode}\n--- stdout\n{last?.Output}--- stderr\n{last?.Error}");
}
