using System.Globalization;
using ImageSign.Testing.Processes;
using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests.Documentation;

/// <summary>What docs/cli.md shows is what happens.</summary>
public sealed class ExamplesInTheDocumentation
{
    private const string DocumentedHost = "localhost:5000";

    [Fact]
    public async Task Every_example_does_what_it_shows()
    {
        var document = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "docs", "cli.md"), TestContext.Current.CancellationToken);
        Peer.RequireFor(document);
        await using var session = await Session.StartAsync();
        session.AddImage("app", "1", "one");
        session.MoveTag("app", "latest", "1");
        session.AddImage("app", "unsigned", "two");
        session.AddIndex("multi", "1");
        session.AddImage("described", "1", "one");
        session.AddFile("app.yaml", ["workdir: /", "labels:", "  content: one"]);
        session.AddFile("production.txt", ["localhost:{port}/app:1", "localhost:{port}/multi:1   # both platforms"]);
        session.AddFile("deployment.yaml",
            ["apiVersion: apps/v1", "kind: Deployment", "metadata: {name: app}", "spec:", "  template:", "    spec:", "      containers:", "      - name: app", "        image: localhost:{port}/app:1 # released on Monday"]);

        var examples = ConsoleBlock.Read(document).ToList();
        Assert.True(examples.Count > 15, $"only {examples.Count} examples were found");
        var exitCode = 0;
        foreach (var (command, expected) in examples)
        {
            if (command is "echo $?")
            {
                Assert.Equal([exitCode.ToString(CultureInfo.InvariantCulture)], expected);
                exitCode = 0;
                continue;
            }

            Assert.True(exitCode == 0, $"before '{command}': exit code {exitCode} is not shown");
            var result = await session.RunAsync(command.Replace(DocumentedHost, $"localhost:{session.Port}", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            exitCode = result.ExitCode;
            Assert.True(ConsoleBlock.Shows([.. expected], Lines(result, session)), $"$ {command}\n{string.Join('\n', Lines(result, session))}");
        }

        Assert.True(exitCode == 0, $"after the last example: exit code {exitCode} is not shown");
    }

    private static string[] Lines(ProcessResult result, Session session) =>
        [.. (result.Output + result.Error).Replace($"localhost:{session.Port}", DocumentedHost, StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
