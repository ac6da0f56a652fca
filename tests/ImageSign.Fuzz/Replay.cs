using System.Runtime.CompilerServices;
using ImageSign.Fuzz.Seeds;

namespace ImageSign.Fuzz;

/// <summary>Checks the property without a fuzzer.</summary>
internal static class Replay
{
    /// <summary>Runs each file through the target, or all of its seeds; the exit code says whether the property holds.</summary>
    public static int Files(FuzzTarget target, IReadOnlyList<string> files)
    {
        var inputs = files.Count > 0 ? [.. files.Select(file => (file, File.ReadAllBytes(file)))] : Corpus.Of(target);
        return inputs.Select(input => Holds(target, input.Item1, input.Item2)).ToArray().Contains(false) ? 1 : 0;
    }

    /// <summary>All seeds of the targets, then <paramref name="count"/> changed ones of each.</summary>
    public static int Mutated(IEnumerable<FuzzTarget> targets, int count)
    {
        var failures = 0;
        foreach (var target in targets)
        {
            var seeds = Corpus.Of(target);
            if (seeds.Count == 0) throw new InvalidOperationException($"{target.Name} has no seeds.");
            Warm(target, seeds[0].Content);
            failures += seeds.Count(seed => !Holds(target, seed.Name, seed.Content));
            var mutations = new Mutations([.. seeds.Select(seed => seed.Content)], randomSeed: 1);
            for (var i = 0; i < count; i++)
            {
                if (!Holds(target, $"mutation {i}", mutations.Next())) failures++;
            }

            Console.WriteLine($"{target.Name}: {seeds.Count} seeds, {count} mutations");
        }

        return failures > 0 ? 1 : 0;
    }

    /// <summary>Runs one seed, which compiles the methods and makes what is made once: the limits are not about that.</summary>
    public static void Warm(FuzzTarget target, byte[] seed)
    {
        RuntimeHelpers.RunClassConstructor(target.Run.Method.DeclaringType!.TypeHandle);
        try
        {
            target.Run(seed);
        }
        catch (ImageSignException)
        {
            // As good as any.
        }
    }

    private static bool Holds(FuzzTarget target, string name, byte[] input)
    {
        try
        {
            Property.Check(target, input);
            return true;
        }
#pragma warning disable CA1031 // whatever it is, it is the finding
        catch (Exception e)
#pragma warning restore CA1031
        {
            Console.WriteLine($"FINDING {target.Name} {name}: {e}\n  base64: {Convert.ToBase64String(input)}");
            return false;
        }
    }
}
