using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Comparison;

/// <summary>Images of distinct digests: one call of ours, two processes at a time of the others, as a script would have it.</summary>
internal sealed class ManyImages(Desk desk, Race race, Report report)
{
    private const string Repository = "fleet";

    /// <summary>The largest number of images that all three verify.</summary>
    private const int Compared = 1000;

    public async Task RunAsync(IReadOnlyList<int> counts)
    {
        await using var registry = await TestRegistry.StartAsync();
        var engine = EngineOptions.CreateDefault(new NoPassword());
        await Parallel.ForEachAsync(Enumerable.Range(0, counts.Max()), async (number, _) =>
        {
            var image = registry.Reference(Repository, registry.Content.PutImage(Repository, Images.Number(number)).Digest);
            await Desk.SignAsync(engine, desk.PrivateKey, image);
            if (number < Compared) await Desk.SignAsync(engine, desk.PrivateKey, image, "notary-jws");
        });

        var peaks = new Dictionary<int, double>();
        foreach (var count in counts)
        {
            var list = desk.Home.Write($"images-{count}", string.Concat(Enumerable.Range(0, count).Select(number => $"{registry.Reference(Repository, Images.Number(number).Digest)}\n")));
            List<Contestant> contestants = [Contestant.Of("ours, one call", desk.Ours("verify", "-k", desk.PublicKey, "--images", list))];
            if (count <= Compared)
            {
                contestants.Add(Contestant.Of("xargs -P2 notation", Each(desk.NotationVerifies(), list)));
                contestants.Add(Contestant.Of("xargs -P2 cosign", Each(desk.CosignVerifies(), list)));
            }

            registry.Requests.Clear(); // a log of a million requests would be measured, too
            var series = await race.RunAsync(registry.Host, count >= 100 ? 1 : 5, contestants);
            report.Table($"verify {count} images", series);
            peaks[count] = series[0].Peak;
            if (count != Compared) continue;
            report.Bar($"{count} images: throughput, ours / xargs -P2 notation", series[1].Wall / series[0].Wall, 2.5, atLeast: true);
            report.Bar($"{count} images: throughput, ours / xargs -P2 cosign", series[2].Wall / series[0].Wall, 7, atLeast: true);
        }

        if (peaks.TryGetValue(10 * Compared, out var large)) report.Bar($"peak memory, {10 * Compared} images / {Compared}", large / peaks[Compared], 1.2);
    }

    private static string[] Each(string[] command, string list) => ["/bin/sh", "-c", """list=$1; shift; exec xargs -P2 -n1 "$@" < "$list" > /dev/null 2>&1""", "sh", list, .. command];
}
