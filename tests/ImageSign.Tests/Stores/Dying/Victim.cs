using System.Diagnostics;
using System.Globalization;
using ImageSign.Stores.Shared;
using ImageSign.Testing.Processes;
using ImageSign.Tests.Formats.Embedded;
using ImageSign.Tests.Support;

namespace ImageSign.Tests.Stores.Dying;

/// <summary>A process that signs an image and dies while it does (tests/ImageSign.Victim).</summary>
internal static class Victim
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ImageSign.Victim.dll");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Lets it die by its own hand just before that step (from 1; 0 for never), and tells the steps until then.</summary>
    public static async Task<IReadOnlyList<FileStep>> RunAsync(Place place, int last)
    {
        using var process = Start(place, last);
        var steps = new List<FileStep>();
        while (await process.StandardOutput.ReadLineAsync(Cancelled) is { } line) steps.Add(Parse(line));
        var errors = await process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        Assert.True(process.ExitCode == (last == 0 ? 0 : 128 + 9), $"exit code {process.ExitCode}\n{errors}");
        return steps;
    }

    /// <summary>Kills it that long after it has announced a step, and tells the last one that it announced.</summary>
    public static async Task<FileStep?> KillAsync(Place place, int step, TimeSpan delay)
    {
        using var process = Start(place, last: 0);
        FileStep? reached = null;
        for (var i = 0; i < step && await process.StandardOutput.ReadLineAsync(Cancelled) is { } line; i++) reached = Parse(line);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < delay;) Thread.SpinWait(20);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(Cancelled) is { } line) reached = Parse(line);
        await process.WaitForExitAsync(Cancelled);
        return reached;
    }

    private static FileStep Parse(string line) => Enum.Parse<FileStep>(line.Split(' ')[1]);

    private static Process Start(Place place, int last)
    {
        string[] arguments = ["exec", Program, place.Reference, KeyFiles.PrivateOf(EmbeddedImage.Key).ToString(), place.Format, last.ToString(CultureInfo.InvariantCulture)];
        return Process.Start(new ProcessStartInfo(DotNet(), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static string DotNet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : ExecutablePath.TryFind("dotnet", out var found) ? found : throw new PeerMissingException("dotnet");
}
