namespace ImageSign.Fuzz.Seeds;

/// <summary>What a target starts from.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Name, byte[] Content)> Of(FuzzTarget target) => [.. SeedSource.Kept(target.Name), .. target.Seeds().Select((seed, i) => ($"vector-{i}", seed))];

    public static void Write(FuzzTarget target, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var (name, content) in Of(target)) File.WriteAllBytes(Path.Combine(directory, name), content);
    }
}
