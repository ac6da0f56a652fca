namespace ImageSign.Stores.Registry;

/// <summary>The header Link (RFC 8288, section 3): where a listing goes on.</summary>
internal static class LinkHeader
{
    /// <summary>
    /// Finds the target of the link <c>rel=next</c>, null when there is none. False when a link cannot be understood: whether the
    /// listing goes on is not known.
    /// </summary>
    public static bool TryFindNext(IEnumerable<string> values, out string? next)
    {
        next = null;
        foreach (var value in values)
        {
            if (!TryRead(value, ref next)) return false;
        }

        return true;
    }

    private static bool TryRead(string value, ref string? next)
    {
        var reader = new HeaderReader(value);
        while (true)
        {
            reader.SkipBlanks();
            // RFC 9110, section 5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements."
            if (reader.Passes(',')) continue;
            if (reader.AtEnd) return true;
            if (!reader.Passes('<') || reader.Until('>') is not { } target || !TryReadRelation(ref reader, out var relation)) return false;
            var names = relation.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (next is null && names.Contains("next", StringComparer.OrdinalIgnoreCase)) next = target;
        }
    }

    /// <summary>
    /// "The rel parameter MUST be present but MUST NOT appear more than once in a given link-value; occurrences after the first MUST be
    /// ignored by parsers."
    /// </summary>
    private static bool TryReadRelation(ref HeaderReader reader, out string relation)
    {
        string? first = null;
        relation = "";
        while (true)
        {
            reader.SkipBlanks();
            if (reader.Passes(';'))
            {
                reader.SkipBlanks();
                if (reader.AtEnd) continue;
                if (reader.Parameter() is not { } parameter)
                {
                    // An empty parameter, as in "; ;", says nothing; anything else is no parameter.
                    if (!IsBetween(reader)) return false;
                    continue;
                }

                if (first is null && string.Equals(parameter.Name, "rel", StringComparison.OrdinalIgnoreCase)) first = parameter.Value;
                continue;
            }

            if (!reader.AtEnd && !reader.Passes(',')) return false;
            relation = first ?? "";
            return first is not null;
        }
    }

    private static bool IsBetween(HeaderReader reader) => reader.Passes(';') || reader.Passes(',');
}
