namespace ImageSign.Tasks;

/// <summary>The name that a misspelled one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>More than this many slips of the pen make another word.</summary>
    private const int MostSlips = 2;

    /// <summary>
    /// The name among <paramref name="names"/> that is nearest, whatever the distance; among equals one that goes on as it does.
    /// </summary>
    public static string Of(string name, IReadOnlyList<string> names) =>
        names.OrderBy(known => Distance(name, known))
            .ThenByDescending(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            .First();

    /// <summary>
    /// True when <paramref name="name"/> is <paramref name="known"/> with a slip or two, or one of the two is the other's beginning.
    /// </summary>
    public static bool IsSlipOf(string name, string known) =>
        Distance(name, known) <= Math.Min(MostSlips, known.Length / 3)
        || (name.Length > known.Length / 2 && known.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// How many letters have to be added, taken away, replaced, or exchanged with their neighbour (optimal string alignment); case does not
    /// count in MSBuild.
    /// </summary>
    public static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                var exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (exchanged) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
