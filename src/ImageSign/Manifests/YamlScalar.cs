namespace ImageSign.Manifests;

/// <summary>Text in a YAML document.</summary>
internal sealed class YamlScalar(string value, long line, Range? place) : YamlNode(line)
{
    public string Value => value;

    /// <summary>Where the file says it and nothing else, quotes left out; null when it is not written as it reads (escapes, folded lines), and so cannot be replaced.</summary>
    public Range? Place => place;
}
