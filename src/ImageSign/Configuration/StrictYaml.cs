using ImageSign.Oci;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ImageSign.Configuration;

/// <summary>One YAML document, read as the mappings, lists and strings that are expected, and nothing else that YAML has.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="text">Its text.</param>
internal sealed class StrictYaml(string path, TextReader text)
{
    private const string MergeKey = "<<";

    private readonly ScannedYaml _parser = new(text);
    private int _items;
    private ParsingEvent? _last;

    /// <summary>True when a list comes next.</summary>
    public bool IsList => Current is SequenceStart;

    private ParsingEvent Current => _parser.Current!;

    /// <summary>Reads the only document.</summary>
    public void ReadDocument(Action content)
    {
        try
        {
            Move();
            Move();
            if (Current is StreamEnd) throw Wrong(ErrorCodes.DescriptionType, "there is nothing but comments", Current);
            Move();
            content();
            Move();
            if (Current is not StreamEnd) throw Wrong(ErrorCodes.DescriptionSecondDocument, "", Current);
        }
        catch (YamlException e)
        {
            throw ErrorCodes.DescriptionSyntax.Because(e, path, e.Start.Line, e.Start.Column, e.Message);
        }
    }

    /// <summary>Reads a mapping. <paramref name="read"/> gets each key, and reads its value.</summary>
    public void ReadMap(string what, Action<string> read)
    {
        Take<MappingStart>(what, "a mapping");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (Current is not MappingEnd)
        {
            var plain = Current is Scalar { Style: ScalarStyle.Plain };
            var key = Take<Scalar>($"a key of {what}", "a string").Value;
            if (plain && key == MergeKey) throw Wrong(ErrorCodes.DescriptionFeature, "a merge key");
            RequireString(plain, key, $"the key '{key}'");
            if (!keys.Add(key)) throw Wrong(ErrorCodes.DescriptionDuplicateKey, key);
            read(key);
        }

        Move();
    }

    /// <summary>Reads a list; <paramref name="read"/> reads each item.</summary>
    public void ReadList(string what, Action read)
    {
        Take<SequenceStart>($"'{what}'", "a list");
        while (Current is not SequenceEnd) read();
        Move();
    }

    /// <summary>Reads a string; a value that YAML 1.1 or 1.2 takes for something else has to be in quotes.</summary>
    public string ReadText(string what)
    {
        var plain = Current is Scalar { Style: ScalarStyle.Plain };
        var value = Take<Scalar>($"'{what}'", "a string").Value;
        RequireString(plain, value, $"'{what}'");
        return value;
    }

    /// <summary>What is wrong with the value that was read last.</summary>
    public ImageSignException Wrong(ErrorCode code, string reason) => Wrong(code, reason, _last!);

    private ImageSignException Wrong(ErrorCode code, string reason, ParsingEvent where) => code.With(path, where.Start.Line, where.Start.Column, reason);

    private void RequireString(bool plain, string value, string what)
    {
        if (plain && PlainScalar.KindOf(value) is { } kind) throw Wrong(ErrorCodes.DescriptionType, $"{what} is {kind}, not a string; put it in quotes");
    }

    private T Take<T>(string what, string kind)
        where T : NodeEvent
    {
        if (Current is AnchorAlias) throw Wrong(ErrorCodes.DescriptionFeature, "an alias", Current);
        if (Current is NodeEvent { Anchor.IsEmpty: false }) throw Wrong(ErrorCodes.DescriptionFeature, "an anchor", Current);
        if (Current is NodeEvent { Tag.IsEmpty: false }) throw Wrong(ErrorCodes.DescriptionFeature, "a tag", Current);
        if (++_items > Limits.MaxDescriptionItems) throw Wrong(ErrorCodes.DescriptionTooLarge, $"{Limits.MaxDescriptionItems} values", Current);
        if (Current is not T node) throw Wrong(ErrorCodes.DescriptionType, $"{what} is {NameOf(Current)}, not {kind}", Current);
        if (node is Scalar { Value.Length: > Limits.MaxDescriptionText }) throw Wrong(ErrorCodes.DescriptionTooLarge, $"{Limits.MaxDescriptionText} characters in one string", Current);
        _last = node;
        Move();
        return node;
    }

    private static string NameOf(ParsingEvent node) => node switch
    {
        MappingStart => "a mapping",
        SequenceStart => "a list",
        Scalar { Style: ScalarStyle.Plain, Value: "" } => "empty",
        _ => "a string",
    };

    private void Move() => _parser.MoveNext();
}
