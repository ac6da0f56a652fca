namespace ImageSign.Stores.Registry;

/// <summary>
/// Reads the value of a header from left to right, in the grammar of RFC 9110, section 5.6: tokens, quoted strings, white space.
/// </summary>
internal ref struct HeaderReader(string value)
{
    private const string Delimiters = "\"(),/:;<=>?@[\\]{}";

    private int _position;

    public readonly bool AtEnd => _position == value.Length;

    public void SkipBlanks()
    {
        while (!AtEnd && value[_position] is ' ' or '\t') _position++;
    }

    /// <summary>Passes <paramref name="expected"/>, when it is next.</summary>
    public bool Passes(char expected)
    {
        if (AtEnd || value[_position] != expected) return false;
        _position++;
        return true;
    }

    /// <summary>What stands before <paramref name="end"/>, which is passed too; null when it does not come.</summary>
    public string? Until(char end)
    {
        var found = value.IndexOf(end, _position);
        if (found < 0) return null;
        var text = value[_position..found];
        _position = found + 1;
        return text;
    }

    /// <summary>RFC 9110, section 5.6.6: a name and, after =, a token or a quoted string. Null when there is none.</summary>
    public (string Name, string Value)? Parameter()
    {
        var name = Token();
        if (name.Length == 0) return null;
        SkipBlanks();
        if (!Passes('=')) return (name, "");
        SkipBlanks();
        if (!Passes('"')) return (name, Bare());
        return Quoted() is { } text ? (name, text) : null;
    }

    private string Token()
    {
        var start = _position;
        while (!AtEnd && value[_position] is > ' ' and < '\x7f'
            && !Delimiters.Contains(value[_position], StringComparison.Ordinal)) _position++;
        return value[start.._position];
    }

    /// <summary>
    /// A value without quotes. Some senders leave them out where a token may not hold the characters (a URL), so it ends only where the
    /// list goes on.
    /// </summary>
    private string Bare()
    {
        var start = _position;
        while (!AtEnd && value[_position] is not (' ' or '\t' or ',' or ';' or '"')) _position++;
        return value[start.._position];
    }

    private string? Quoted()
    {
        var text = new System.Text.StringBuilder();
        while (!AtEnd)
        {
            var next = value[_position++];
            if (next == '"') return text.ToString();
            if (next == '\\' && !AtEnd) next = value[_position++];
            text.Append(next);
        }

        return null;
    }
}
