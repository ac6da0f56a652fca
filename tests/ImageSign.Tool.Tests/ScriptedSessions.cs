using ImageSign.Tool.Tests.Sessions;

namespace ImageSign.Tool.Tests;

/// <summary>Whole sessions, readable as documentation: Scripts/*.txt, each run against a registry of its own.</summary>
public sealed class ScriptedSessions
{
    private static string Directory => Path.Combine(AppContext.BaseDirectory, "Scripts");

    public static TheoryData<string> Names => [.. System.IO.Directory.EnumerateFiles(Directory, "*.txt").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public async Task A_session_goes_as_written(string name)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Directory, $"{name}.txt"), TestContext.Current.CancellationToken);
        Peer.RequireFor(lines);
        await using var session = await Session.StartAsync();
        await Script.RunAsync(lines, session, TestContext.Current.CancellationToken);
    }
}
