namespace ImageSign.Manifests;

/// <summary>A value in a YAML document, with the line that it begins on (1 is the first).</summary>
internal abstract class YamlNode(long line)
{
    public long Line => line;
}
