using System.Globalization;

namespace ImageSign;

/// <summary>Something could not be read, decided or done. A <em>no</em> about an image is never an exception: it is a failed check.</summary>
public sealed class ImageSignException(ErrorCode code, object?[] arguments, Exception? inner = null)
    : Exception(Sentence(code, arguments), inner)
{
    /// <summary>The stable code.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>What the user can do about it, with the names that it is about.</summary>
    public string Remedy { get; } = string.Format(CultureInfo.InvariantCulture, code.Remedy, arguments);

    /// <summary>One sentence, one full stop: what an argument says may be a sentence of its own.</summary>
    private static string Sentence(ErrorCode code, object?[] arguments)
    {
        var sentence = string.Format(CultureInfo.InvariantCulture, code.Sentence, arguments);
        return sentence.EndsWith("..", StringComparison.Ordinal) ? sentence[..^1] : sentence;
    }
}
