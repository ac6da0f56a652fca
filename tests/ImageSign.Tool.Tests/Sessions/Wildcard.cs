using System.Text.RegularExpressions;

namespace ImageSign.Tool.Tests.Sessions;

/// <summary>Expected text in which <c>…</c> stands for anything on the line.</summary>
internal static class Wildcard
{
    /// <summary>True when <paramref name="line"/> is <paramref name="expected"/>.</summary>
    public static bool IsAll(string expected, string line) => Regex.IsMatch(line, $@"\A{Pattern(expected)}\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    /// <summary>True when <paramref name="line"/> holds <paramref name="expected"/>.</summary>
    public static bool IsIn(string expected, string line) => Regex.IsMatch(line, Pattern(expected), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));

    private static string Pattern(string expected) => string.Join(".*", expected.Split('…').Select(Regex.Escape));
}
