using System.Globalization;

namespace ImageSign;

/// <summary>Reads durations as users write them: a whole number and a unit, <c>90s</c>, <c>15m</c>, <c>12h</c>, <c>30d</c>.</summary>
public static class Duration
{
    private const int LongestDays = 36_500;

    /// <summary>Reads a duration of at least one second and at most a hundred years, or throws <see cref="ErrorCodes.InvalidDuration"/>.</summary>
    public static TimeSpan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) throw ErrorCodes.InvalidDuration.With(text);
        var unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => throw ErrorCodes.InvalidDuration.With(text),
        };
        return count > 0 && count <= TimeSpan.FromDays(LongestDays) / unit ? count * unit : throw ErrorCodes.InvalidDuration.With(text);
    }
}
