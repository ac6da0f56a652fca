namespace ImageSign.Tool.Output;

/// <summary>How many images ended how.</summary>
internal sealed class Tally(int total)
{
    private readonly SortedDictionary<string, int> _words = new(StringComparer.Ordinal);
    private int _done;

    public void Add(string word)
    {
        _done++;
        _words[word] = _words.GetValueOrDefault(word) + 1;
    }

    /// <summary><c>3 images: 2 trusted, 1 undecided</c>; while some are missing, <c>2 of 3 images: …</c>.</summary>
    public override string ToString() =>
        $"{(_done < total ? $"{_done} of " : "")}{total} {(total == 1 ? "image" : "images")}: {(_done == 0 ? "none was finished" : string.Join(", ", _words.Select(word => $"{word.Value} {word.Key}")))}";
}
