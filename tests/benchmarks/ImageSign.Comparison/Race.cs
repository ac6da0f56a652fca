using System.Globalization;
using ImageSign.Testing.Processes;

namespace ImageSign.Comparison;

/// <summary>Runs contestants in turns, so that what else the machine does hits all of them alike.</summary>
internal sealed class Race(string measure, PeerHome home)
{
    private readonly string _result = home.File("measured");

    /// <summary>The medians of so many rounds, after one that does not count. The traffic of one more run is counted when the registry's port is given.</summary>
    public async Task<IReadOnlyList<Series>> RunAsync(string host, int rounds, IReadOnlyList<Contestant> contestants, int? port = null)
    {
        var samples = contestants.Select(_ => new List<Sample>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                var sample = await OnceAsync(contestants[i], host, round);
                if (round > 0 || rounds == 1) samples[i].Add(sample);
            }

            if (rounds == 1) break; // what takes long enough to be run once needs no warming up
        }

        var traffic = port is { } target ? await CountAsync(contestants, target, rounds + 1) : null;
        return [.. contestants.Select((contestant, i) => new Series(contestant.Name, samples[i]) { Traffic = traffic?[i] })];
    }

    private async Task<IReadOnlyList<(int Requests, long Bytes)>> CountAsync(IReadOnlyList<Contestant> contestants, int port, int round)
    {
        var counted = new List<(int, long)>();
        await using var proxy = new CountingProxy(port);
        foreach (var contestant in contestants)
        {
            await OnceAsync(contestant, proxy.Host, round);
            counted.Add(proxy.Take());
        }

        return counted;
    }

    private async Task<Sample> OnceAsync(Contestant contestant, string host, int round)
    {
        var command = contestant.Command(host, round);
        var result = await ProcessRunner.RunAsync(
            measure,
            [_result, .. command],
            new ProcessOptions { Environment = home.Environment, WorkingDirectory = home.Path, Timeout = TimeSpan.FromMinutes(10) });
        return result.ExitCode == contestant.ExitCode
            ? Sample.Parse(await File.ReadAllTextAsync(_result))
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', command.Take(12))}: exit code {result.ExitCode}\n{result.Output}\n{result.Error}"));
    }
}
