namespace ImageSign.Manifests;

/// <summary>A list in a YAML document.</summary>
internal sealed class YamlSequence(long line) : YamlNode(line)
{
    public List<YamlNode> Items { get; } = [];
}
