namespace ImageSign.Tool.Usage;

/// <summary>The word that was probably meant.</summary>
internal static class NearWord
{
    private const int MaxLength = 64;

    /// <summary>The nearest of <paramref name="known"/>, when at most one letter in three differs; null otherwise.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var letters = Letters(word);
        if (letters.Length is 0 or > MaxLength) return null;
        return known
            .Select(candidate => (Word: candidate, Letters: Letters(candidate)))
            .Select(candidate =>
                (candidate.Word, Changes: Changes(letters, candidate.Letters), Allowed: Math.Max(letters.Length, candidate.Letters.Length) / 3))
            .Where(candidate => candidate.Changes <= candidate.Allowed)
            .OrderBy(candidate => candidate.Changes)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    private static string Letters(string word) => word.TrimStart('-').ToLowerInvariant();

    /// <summary>
    /// How many letters must be put in, taken out, replaced, or exchanged with their neighbour (Damerau and Levenshtein's distance of
    /// optimal alignment).
    /// </summary>
    private static int Changes(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= other.Length; j++) table[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                var swapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if (swapped) table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[one.Length, other.Length];
    }
}
