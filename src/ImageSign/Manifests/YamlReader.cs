using ImageSign.Oci;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ImageSign.Manifests;

/// <summary>
/// YAML 1.2, and so JSON, as a tree that remembers where its text stands. What two readers could understand differently is refused (keys that stand twice, tags of
/// an application), and so is what grows when it is read: an alias is the node that it names, never a copy, and cannot name what it is in.
/// </summary>
internal sealed class YamlReader
{
    private const char ByteOrderMark = '\uFEFF';
    private const string CoreTag = "tag:yaml.org,2002:";
    private static readonly string[] CoreTypes = ["str", "map", "seq", "int", "float", "bool", "null"];

    private readonly string _text;
    private readonly int _skipped;
    private readonly string _name;
    private readonly ScannedYaml _parser;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private int _aliases;

    private YamlReader(string text, string name)
    {
        _skipped = text.StartsWith(ByteOrderMark) ? 1 : 0;
        (_text, _name) = (text[_skipped..], name);
        // YAML allows no tab where it indents, JSON does; a blank of the same width says the same.
        _parser = new ScannedYaml(new StringReader(IsJson(_text) ? _text.Replace('\t', ' ') : _text));
    }

    /// <summary>The documents of a file.</summary>
    /// <exception cref="YamlException">It is not YAML, or not the part of it that is read.</exception>
    public static IReadOnlyList<YamlNode> Read(string text, string name) => new YamlReader(text, name).Documents();

    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private List<YamlNode> Documents()
    {
        var documents = new List<YamlNode>();
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _anchors.Clear();
            _parser.Consume<DocumentStart>();
            documents.Add(Node(depth: 1));
            _parser.Consume<DocumentEnd>();
        }

        return documents;
    }

    private YamlNode Node(int depth)
    {
        if (depth > Limits.MaxYamlDepth) throw ErrorCodes.OverLimit.With($"The depth of '{_name}'", $"{Limits.MaxYamlDepth} levels");
        if (_parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias);
        var properties = _parser.Current as NodeEvent ?? throw new YamlException("a value is missing");
        RequireCoreTag(properties);
        YamlNode node = properties switch
        {
            Scalar => Text(_parser.Consume<Scalar>()),
            SequenceStart => Sequence(depth),
            _ => Mapping(depth),
        };
        // Only now: what it holds cannot name it.
        if (!properties.Anchor.IsEmpty) _anchors[properties.Anchor.Value] = node;
        return node;
    }

    private YamlNode Alias(AnchorAlias alias)
    {
        if (++_aliases > Limits.MaxYamlAliases) throw ErrorCodes.OverLimit.With($"The number of aliases in '{_name}'", $"{Limits.MaxYamlAliases}");
        if (!_anchors.TryGetValue(alias.Value.Value, out var node)) throw Error(alias, $"nothing before it is called '{alias.Value.Value}'");
        return node is YamlScalar scalar ? new YamlScalar(scalar.Value, alias.Start.Line, Place((int)alias.Start.Index, (int)alias.End.Index)) : node;
    }

    /// <summary>Where the text stands is found from its end: an anchor or a tag may be in front of it.</summary>
    private YamlScalar Text(Scalar scalar)
    {
        var end = (int)scalar.End.Index - (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0);
        var start = end - scalar.Value.Length;
        var reads = start >= 0 && end <= _text.Length && scalar.Style is not (ScalarStyle.Literal or ScalarStyle.Folded) && _text.AsSpan(start, scalar.Value.Length).SequenceEqual(scalar.Value);
        return new YamlScalar(scalar.Value, scalar.Start.Line, reads ? Place(start, end) : null);
    }

    private YamlSequence Sequence(int depth)
    {
        var sequence = new YamlSequence(_parser.Consume<SequenceStart>().Start.Line);
        while (!_parser.TryConsume<SequenceEnd>(out _)) sequence.Items.Add(Node(depth + 1));
        return sequence;
    }

    private YamlMapping Mapping(int depth)
    {
        var mapping = new YamlMapping(_parser.Consume<MappingStart>().Start.Line);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var position = _parser.Current!;
            if (Node(depth + 1) is not YamlScalar key) throw Error(position, "a key is not text");
            if (!names.Add(key.Value)) throw Error(position, $"the key '{key.Value}' stands twice");
            mapping.Own.Add(new(key.Value, Node(depth + 1)));
        }

        return mapping;
    }

    private static void RequireCoreTag(NodeEvent node)
    {
        if (node.Tag.IsEmpty || node.Tag.IsNonSpecific) return;
        var tag = node.Tag.Value;
        if (!tag.StartsWith(CoreTag, StringComparison.Ordinal) || !CoreTypes.Contains(tag[CoreTag.Length..])) throw Error(node, $"the tag {tag} is not understood");
    }

    private Range Place(int start, int end) => new(start + _skipped, end + _skipped);

    private static YamlException Error(ParsingEvent position, string reason) => new(position.Start, position.End, reason);
}
