using System.Globalization;

namespace ImageSign;

/// <summary>Something could not be read, decided or done. A <em>no</em> about an image is never an exception: it is a failed check.</summary>
public sealed class ImageSignException(ErrorCode code, object?[] arguments, Exception? inner = null)
    : Exception(string.Format(CultureInfo.InvariantCulture, code.Sentence, arguments), inner)
{
    /// <summary>The stable code, with its remedy.</summary>
    public ErrorCode Code { get; } = code;
}
