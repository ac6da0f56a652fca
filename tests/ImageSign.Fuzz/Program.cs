using ImageSign.Fuzz;
using ImageSign.Fuzz.Seeds;
using SharpFuzz;

// Whatever program the input names, a credential helper, is not to be found.
var path = Environment.GetEnvironmentVariable("PATH");
Environment.SetEnvironmentVariable("PATH", "");
// Nobody counts until the fuzzer does.
Counters.Discard();

switch (args)
{
    case ["targets"]:
        foreach (var target in FuzzTargets.All) Console.WriteLine($"{target.Family} {target.Name} {target.Dictionary}");
        return 0;
    case ["seeds", var directory]:
        foreach (var target in FuzzTargets.All) Corpus.Write(target, Path.Combine(directory, target.Name));
        return 0;
    case ["replay", var name, .. var files]:
        return Replay.Files(FuzzTargets.Named(name), files);
    case ["mutate", var family, var count]:
        return Replay.Mutated(FuzzTargets.All.Where(target => target.Family == family), int.Parse(count));
    case ["run", var name, var seed]:
        var fuzzed = FuzzTargets.Named(name);
        // What is made once is no way that the first input found.
        Replay.Warm(fuzzed, File.ReadAllBytes(seed));
        // The fuzzer starts this program a second time, by "dotnet".
        Environment.SetEnvironmentVariable("PATH", path);
        Fuzzer.OutOfProcess.Run(input =>
        {
            Environment.SetEnvironmentVariable("PATH", "");
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            Property.Check(fuzzed, bytes.ToArray());
        });
        return 0;
    case ["instrument", var assembly]:
        foreach (var type in Fuzzer.Instrument(assembly, _ => true, Options.Value)) Console.WriteLine(type);
        return 0;
    default:
        Console.Error.WriteLine("usage: ImageSign.Fuzz targets | seeds DIRECTORY | replay TARGET [FILE ...] | mutate FAMILY COUNT | run TARGET SEED | instrument ASSEMBLY");
        return 2;
}
