using System.Globalization;
using System.Numerics;

namespace ImageSign.Formats.Notary;

/// <summary>Compares versions as Semantic Versioning 2.0.0, section 11, orders them.</summary>
internal static class SemanticVersion
{
    /// <summary>True when both are versions and <paramref name="version"/> is not older than <paramref name="least"/>.</summary>
    public static bool IsAtLeast(string version, string least) => Parse(version) is { } have && Parse(least) is { } want && Compare(have, want) >= 0;

    private static (BigInteger[] Core, string[] Pre)? Parse(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        var withoutBuild = plus < 0 ? text : text[..plus];
        var dash = withoutBuild.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? withoutBuild : withoutBuild[..dash]).Split('.');
        if (text.Length > 256 || numbers.Length != 3 || !Array.TrueForAll(numbers, IsNumber)) return null;
        return ([.. numbers.Select(Number)], dash < 0 ? [] : withoutBuild[(dash + 1)..].Split('.'));
    }

    private static int Compare((BigInteger[] Core, string[] Pre) left, (BigInteger[] Core, string[] Pre) right)
    {
        for (var i = 0; i < 3; i++)
        {
            if (left.Core[i] != right.Core[i]) return left.Core[i].CompareTo(right.Core[i]);
        }

        // "a pre-release version has lower precedence than a normal version"
        if (left.Pre.Length == 0 || right.Pre.Length == 0) return right.Pre.Length.CompareTo(left.Pre.Length);
        foreach (var (a, b) in left.Pre.Zip(right.Pre))
        {
            var order = IsNumber(a) && IsNumber(b) ? Number(a).CompareTo(Number(b)) : IsNumber(a) ? -1 : IsNumber(b) ? 1 : string.CompareOrdinal(a, b);
            if (order != 0) return order;
        }

        return left.Pre.Length.CompareTo(right.Pre.Length);
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static BigInteger Number(string text) => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
