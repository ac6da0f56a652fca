using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ImageSign;

/// <summary>
/// YamlDotNet's parser, with every complaint about a text as a <see cref="YamlException"/>: of some that are no YAML it says so with the exceptions of a wrong argument or
/// of a wrong state. The place is then that of the last value that was one.
/// </summary>
internal sealed class ScannedYaml(TextReader text) : IParser
{
    private readonly Parser _parser = new(new Scanner(text, skipComments: true));

    /// <inheritdoc />
    public ParsingEvent? Current => _parser.Current;

    /// <inheritdoc />
    public bool MoveNext()
    {
        var last = _parser.Current?.End ?? Mark.Empty;
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new YamlException(last, last, "it is not YAML from here on", e);
        }
    }
}
