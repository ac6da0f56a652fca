using ImageSign.Oci;

namespace ImageSign.Manifests;

/// <summary>A mapping in a YAML document; each key stands once.</summary>
internal sealed class YamlMapping(long line) : YamlNode(line)
{
    private const string MergeKey = "<<";

    public List<KeyValuePair<string, YamlNode>> Own { get; } = [];

    /// <summary>
    /// The members as they count, merge keys included. yaml.org, "Merge Key Language-Independent Type": "Keys in mapping nodes earlier in the sequence override keys
    /// specified in later mapping nodes", and the mapping's own override both.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, YamlNode>> Members => field ??= Merge();

    /// <summary>The member of that name, or null.</summary>
    public YamlNode? Find(string name) => Members.FirstOrDefault(member => member.Key == name).Value;

    /// <summary>The text of the member of that name; null when it is missing or no text.</summary>
    public string? TextOf(string name) => (Find(name) as YamlScalar)?.Value;

    private List<KeyValuePair<string, YamlNode>> Merge()
    {
        var members = Own.Where(member => member.Key != MergeKey).ToList();
        var names = members.Select(member => member.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, merged) in Own.Where(member => member.Key == MergeKey))
        {
            IEnumerable<YamlNode> sources = merged is YamlSequence several ? several.Items : [merged];
            members.AddRange(sources.OfType<YamlMapping>().SelectMany(source => source.Members).Where(member => names.Add(member.Key)));
            // A merge copies: merges of merges must not grow without end.
            if (members.Count > Own.Count + Limits.MaxYamlMergedMembers) throw ErrorCodes.OverLimit.With($"What is merged into the mapping in line {Line}", $"{Limits.MaxYamlMergedMembers} members");
        }

        return members;
    }
}
