namespace ImageSign.Stores.Shared;

/// <summary>Names for a sentence: as many as one reads, and how many more there are.</summary>
internal static class NameList
{
    private const int MaxNamed = 20;

    public static string Of(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(MaxNamed)) + (names.Count > MaxNamed ? $" and {names.Count - MaxNamed} more" : "");
}
