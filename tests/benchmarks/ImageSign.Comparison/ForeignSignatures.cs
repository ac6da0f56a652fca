using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageSign.Oci;
using ImageSign.Testing;
using ImageSign.Testing.Images;

namespace ImageSign.Comparison;

/// <summary>An image that others signed so many times before the signature that is asked for.</summary>
internal sealed class ForeignSignatures(Desk desk, Race race, Report report)
{
    public async Task RunAsync(IReadOnlyList<int> counts, int rounds)
    {
        await using var registry = await TestRegistry.StartAsync();
        foreach (var count in counts)
        {
            var image = await SeedAsync(registry, $"foreign-{count}", count);
            registry.Requests.Clear();
            var series = await race.RunAsync(registry.Host, rounds, [Contestant.Of("ours", desk.OursVerifies(image)), Contestant.Of("cosign", desk.CosignVerifies(image))], registry.Port);
            report.Table($"verify behind {count} foreign signatures", series);
            if (count == 1000) report.Bar("1000 foreign signatures: wall, ours / cosign", series[0].Wall / series[1].Wall, 0.3);
        }

        var over = await SeedAsync(registry, "over", Limits.MaxReferrers + 1);
        report.Table($"{Limits.MaxReferrers + 1} foreign signatures: could not decide, exit code 3", await race.RunAsync(registry.Host, 1, [Contestant.Of("ours", desk.OursVerifies(over)) with { ExitCode = 3 }]));
    }

    /// <summary>Copies of one foreign signature that differ in an annotation, each under a digest of its own; then ours.</summary>
    private async Task<string> SeedAsync(TestRegistry registry, string repository, int count)
    {
        var engine = EngineOptions.CreateDefault(new NoPassword());
        var digest = registry.Content.PutImage(repository, Images.Number(0)).Digest;
        var image = registry.Reference(repository, digest);
        await Desk.SignAsync(engine, desk.ForeignKey, image);
        var foreign = registry.Content.Referrers(repository, digest).Single();
        for (var copy = 1; copy < count; copy++)
        {
            var manifest = JsonNode.Parse(foreign.Bytes)!.AsObject();
            manifest["annotations"]!["copy"] = copy.ToString(CultureInfo.InvariantCulture);
            registry.Content.PutManifest(repository, tag: null, Encoding.UTF8.GetBytes(manifest.ToJsonString()), foreign.MediaType);
        }

        await Desk.SignAsync(engine, desk.PrivateKey, image);
        return $"{{host}}/{repository}@{digest}";
    }
}
