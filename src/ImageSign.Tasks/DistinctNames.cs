namespace ImageSign.Tasks;

/// <summary>
/// Lists of tags and runtime identifiers as projects write them: twice is once, and blanks are nothing. Tags that differ in case are two.
/// </summary>
internal static class DistinctNames
{
    public static string[] Of(IEnumerable<string> names) =>
        [.. names.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
}
