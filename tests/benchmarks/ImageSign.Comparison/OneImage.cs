using ImageSign.Testing;
using ImageSign.Testing.Faults;
using ImageSign.Testing.Images;
using ImageSign.Testing.Processes;

namespace ImageSign.Comparison;

/// <summary>One image on one registry: each program verifies what it signed itself, then signs new images.</summary>
internal sealed class OneImage(Desk desk, Race race, Report report, int rounds)
{
    /// <summary>On the tests' own registry, in memory, whose answers come as fast as it can or, as over a network, later.</summary>
    public async Task OnReferrersApiAsync(int milliseconds = 0)
    {
        await using var registry = await TestRegistry.StartAsync();
        var place = "a registry with the referrers API";
        if (milliseconds > 0)
        {
            registry.Faults.Add(On.Any, DelayFault.Before(milliseconds));
            place += $", {milliseconds} ms away";
        }

        await VerifyAsync(registry.Url, registry.Port, place, isTheBar: false);
        await SignAsync(registry.Url, registry.Port, place, isTheBar: true);
    }

    public async Task OnDockerRegistryAsync()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await VerifyAsync(registry.Url, registry.Port, "docker-registry 2.8.3", isTheBar: true);
        await SignAsync(registry.Url, registry.Port, "docker-registry 2.8.3", isTheBar: false);
    }

    private async Task VerifyAsync(Uri registry, int port, string place, bool isTheBar)
    {
        string host = registry.Authority, digest = Images.Number(0).Digest;
        using var http = new HttpClient();
        (string Repository, string[] Command)[] signers =
        [
            ("ours-sigstore", desk.OursSigns(desk.PrivateKey, $"{host}/ours-sigstore@{digest}")),
            ("ours-cosign", desk.OursSigns(desk.PrivateKey, $"{host}/ours-cosign@{digest}", "cosign")),
            ("ours-notary", desk.OursSignsWithCertificate($"{host}/ours-notary@{digest}")),
            ("cosign", desk.CosignSigns($"{host}/cosign@{digest}")),
            ("cosign-classic", desk.CosignSigns($"{host}/cosign-classic@{digest}", "cosign")),
            ("notation", desk.NotationSigns($"{host}/notation@{digest}")),
        ];
        foreach (var (repository, command) in signers)
        {
            await http.PushAsync(registry, repository, Images.Number(0), ["1"]);
            await desk.RunAsync(command);
        }

        foreach (var (by, suffix) in ((string, string)[])[("digest", $"@{digest}"), ("tag", ":1")])
        {
            await VerifyAsync(host, port, $"verify by {by}, {place}", suffix, isTheBar && by == "digest");
        }
    }

    private async Task VerifyAsync(string host, int port, string title, string suffix, bool isTheBar)
    {
        Contestant[] contestants =
        [
            Contestant.Of("ours, sigstore", desk.OursVerifies($"{{host}}/ours-sigstore{suffix}")),
            Contestant.Of("ours, cosign", desk.OursVerifies($"{{host}}/ours-cosign{suffix}")),
            Contestant.Of("ours, notary-jws", desk.OursVerifiesByPolicy($"{{host}}/ours-notary{suffix}")),
            Contestant.Of("notation", desk.NotationVerifies($"{{host}}/notation{suffix}")),
            Contestant.Of("cosign, sigstore", desk.CosignVerifies($"{{host}}/cosign{suffix}")),
            Contestant.Of("cosign, classic", desk.CosignVerifies($"{{host}}/cosign-classic{suffix}")),
        ];
        var series = await race.RunAsync(host, rounds, contestants, port);
        report.Table(title, series);
        if (!isTheBar) return;
        report.Bar("verify by digest: wall, ours / notation", series[0].Wall / series[3].Wall, 1.0);
        report.Bar("verify by digest: wall, ours / cosign", series[0].Wall / series[4].Wall, 0.4);
        report.Bar("verify by digest: peak memory, ours / notation", series[0].Peak / series[3].Peak, 1.3);
    }

    private async Task SignAsync(Uri registry, int port, string place, bool isTheBar)
    {
        using var http = new HttpClient();
        string[] repositories = ["plain", "encrypted", "certificate", "notation-signs", "cosign-signs"];
        // An image for each round, the one that warms up and the one that is counted: signatures of a run must not slow the next.
        for (var round = 0; round <= rounds + 1; round++)
        {
            foreach (var repository in repositories) await http.PushAsync(registry, repository, Images.Number(round), [Images.Name(round)]);
        }

        Func<string, int, string> image(string repository) => (host, round) => $"{host}/{repository}@{Images.Number(round).Digest}";
        Contestant[] contestants =
        [
            new("ours, plain PEM", (host, round) => desk.OursSigns(desk.PrivateKey, image("plain")(host, round))),
            new("ours, cosign's encrypted key", (host, round) => desk.OursSigns(desk.CosignKey, image("encrypted")(host, round))),
            new("ours, notary-jws", (host, round) => desk.OursSignsWithCertificate(image("certificate")(host, round))),
            new("notation", (host, round) => desk.NotationSigns(image("notation-signs")(host, round))),
            new("cosign, its encrypted key", (host, round) => desk.CosignSigns(image("cosign-signs")(host, round))),
        ];
        var series = await race.RunAsync(registry.Authority, rounds, contestants, port);
        report.Table($"sign by digest, {place}", series);
        if (!isTheBar) return;
        report.Bar($"sign, plain PEM, {place}: wall, ours / notation", series[0].Wall / series[3].Wall, 0.8);
        report.Bar($"sign, cosign's encrypted key, {place}: wall, ours / cosign", series[1].Wall / series[4].Wall, 0.95);
    }
}
