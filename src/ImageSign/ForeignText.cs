using System.Globalization;
using System.Text;

namespace ImageSign;

/// <summary>
/// Makes text that somebody else wrote (annotations, distinguished names, registries' errors) harmless on a terminal and in a build log. Everything
/// that the tool and the task print passes through here; a line stays one line.
/// </summary>
public static class ForeignText
{
    /// <summary>Longest text that is shown, in UTF-16 units; the rest is replaced by <c>…</c>.</summary>
    public const int MaxShownLength = 4096;

    /// <summary>
    /// Replaces by <c>\u{HEX}</c>: control characters, invisible and direction-changing ones, line and paragraph separators, lone surrogates, and what
    /// starts a command of a CI system's log (<c>::</c> at the start; <c>##</c> anywhere, as in <c>##vso[</c>, <c>##[</c>, <c>##teamcity[</c>).
    /// </summary>
    public static string Sanitize(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var shown = text.Length <= MaxShownLength ? text : string.Concat(text.AsSpan(0, MaxShownLength), "…");
        if (IsHarmless(shown)) return shown;

        var result = new StringBuilder(shown.Length + 16);
        var atStart = true;
        var previous = '\0';
        for (var i = 0; i < shown.Length;)
        {
            var status = Rune.DecodeFromUtf16(shown.AsSpan(i), out var rune, out var length);
            var command = (atStart && shown.AsSpan(i).StartsWith("::")) || (previous == '#' && shown[i] == '#');
            if (status != System.Buffers.OperationStatus.Done) Escape(result, shown[i]);
            else if (command || !IsVisible(rune)) Escape(result, rune.Value);
            else result.Append(shown, i, length);

            // A CI system trims before it looks, and an escaped character is no longer white space.
            atStart &= char.IsWhiteSpace(shown[i]) && IsVisible(rune);
            previous = shown[i];
            i += length;
        }

        return result.ToString();
    }

    private static bool IsHarmless(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '#' or ':') return false;
        }

        return true;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void Escape(StringBuilder result, int value) => result.Append(CultureInfo.InvariantCulture, $"\\u{{{value:X}}}");
}
