using System.Globalization;
using System.Text.RegularExpressions;
using ImageSign.Oci;

namespace ImageSign.Formats.Embedded;

/// <summary>Times in an image configuration (RFC 3339): engines write the same moment with another offset or other trailing zeros.</summary>
internal static partial class ConfigTime
{
    private const string What = "the image configuration";

    /// <summary>The moment in UTC without trailing zeros; null for the zero time, which Go writes where there was none.</summary>
    public static string? Normalise(string text)
    {
        var match = Rfc3339().Match(text);
        if (!match.Success || !DateTimeOffset.TryParse(match.Groups["moment"].Value + match.Groups["offset"].Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            throw OciJson.Malformed(What, $"'{text}' is not a time");
        }

        var fraction = match.Groups["fraction"].Value.TrimEnd('0').TrimEnd('.');
        if (moment == DateTimeOffset.MinValue && fraction.Length == 0) return null;
        return $"{moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}{fraction}Z";
    }

    [GeneratedRegex(@"\A(?<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?<fraction>\.[0-9]{1,9})?(?<offset>Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rfc3339();
}
