namespace ImageSign.Stores.Shared.Archives;

/// <summary>The names of members: what could lead out of the archive, or means different files to different tools, is refused.</summary>
internal static class TarNames
{
    /// <summary>The name without <c>./</c> and without doubled or trailing slashes.</summary>
    public static string Normalise(string name)
    {
        if (name.Length == 0) throw new FormatException("a member has no name");
        if (name.Any(char.IsControl) || name.Contains('\uFFFD', StringComparison.Ordinal)) throw new FormatException("a member's name holds control characters or is not UTF-8");
        if (name[0] == '/' || name.Contains('\\', StringComparison.Ordinal)) throw new FormatException($"'{name}' is an absolute path or holds a backslash");
        var segments = name.Split('/').Where(segment => segment is not ("" or ".")).ToArray();
        return Array.IndexOf(segments, "..") < 0 ? string.Join('/', segments) : throw new FormatException($"'{name}' leads out of the archive");
    }

    /// <summary>Where a link leads, as a name in the archive.</summary>
    public static string Resolve(string name, string target, bool isHardLink)
    {
        if (target.Length == 0 || target[0] == '/') throw new FormatException($"the link '{name}' leads out of the archive");
        var segments = isHardLink ? [] : name.Split('/').SkipLast(1).ToList();
        foreach (var segment in target.Split('/').Where(segment => segment is not ("" or ".")))
        {
            if (segment != "..") segments.Add(segment);
            else if (segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            else throw new FormatException($"the link '{name}' leads out of the archive");
        }

        return string.Join('/', segments);
    }
}
