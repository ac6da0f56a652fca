using ImageSign.Comparison;

// compare.sh builds the two programs that are named here.
if (args is not [var measure, var tool, var feed, var version, .. var options])
{
    Console.Error.WriteLine("usage: ImageSign.Comparison MEASURE TOOL FEED VERSION [--short] [one|many|foreign|publish]...");
    return 2;
}

var isShort = options.Contains("--short");
var parts = options.Where(option => option != "--short").ToArray();
bool wanted(string part) => parts.Length == 0 || parts.Contains(part);

using var desk = await Desk.CreateAsync(tool);
var race = new Race(measure, desk.Home);
var report = new Report(Console.Out);
if (wanted("one"))
{
    var rounds = isShort ? 15 : 40;
    report.Table("start", await race.RunAsync("", rounds, [Contestant.Of("ours --version", desk.Ours("--version")), Contestant.Of("notation version", desk.NotationVerifies()[0], "version"), Contestant.Of("cosign version", desk.CosignVerifies()[0], "version")]));
    var one = new OneImage(desk, race, report, rounds);
    await one.OnDockerRegistryAsync();
    await one.OnReferrersApiAsync();
    await one.OnReferrersApiAsync(milliseconds: 5);
}

if (wanted("many")) await new ManyImages(desk, race, report).RunAsync(isShort ? [1, 10, 100, 1000] : [1, 10, 100, 1000, 10_000]);
if (wanted("foreign")) await new ForeignSignatures(desk, race, report).RunAsync([1, 10, 100, 1000], rounds: isShort ? 3 : 15);
if (wanted("publish")) await new PublishOverhead(desk, race, report).RunAsync(feed, version, rounds: isShort ? 5 : 15);
report.Bars();
return 0;
