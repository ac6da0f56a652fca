using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageSign.Crypto;

/// <summary>Points in time as RFC 3339 writes them.</summary>
internal static partial class Rfc3339
{
    /// <summary>Reads exactly the grammar of RFC 3339, section 5.6; false for anything else.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return Grammar().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    /// <summary>Writes UTC with whole seconds.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Grammar();
}
