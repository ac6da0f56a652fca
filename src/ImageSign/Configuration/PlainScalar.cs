using System.Text.RegularExpressions;

namespace ImageSign.Configuration;

/// <summary>What readers of YAML take a value without quotes for. YAML 1.1 and 1.2 differ, so whatever one of them takes for something other than a string counts.</summary>
internal static partial class PlainScalar
{
    // None of these patterns backtracks far: only a machine that stands still takes this long.
    private const int StandstillMilliseconds = 60_000;

    /// <summary>What the value is to some reader; null when all agree that it is a string.</summary>
    public static string? KindOf(string value)
    {
        if (Null().IsMatch(value)) return "null";
        if (Boolean().IsMatch(value)) return "a boolean";
        if (Number().IsMatch(value)) return "a number";
        return Time().IsMatch(value) ? "a time" : null;
    }

    [GeneratedRegex(@"\A(?:|~|null|Null|NULL)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: StandstillMilliseconds)]
    private static partial Regex Null();

    // YAML 1.1, "bool": y|Y|yes|…|off; YAML 1.2, core schema: true and false only.
    [GeneratedRegex(@"\A(?:y|n|yes|no|true|false|on|off)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: StandstillMilliseconds)]
    private static partial Regex Boolean();

    // Both versions' integers and floats, with underscores, bases and base 60 as 1.1 has them.
    [GeneratedRegex(@"\A[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))\z|\A\.(?:nan|NaN|NAN)\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: StandstillMilliseconds)]
    private static partial Regex Number();

    // YAML 1.1, "timestamp".
    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: StandstillMilliseconds)]
    private static partial Regex Time();
}
