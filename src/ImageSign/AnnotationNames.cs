using ImageSign.Formats;

namespace ImageSign;

/// <summary>Which names users may give their annotations.</summary>
public static class AnnotationNames
{
    private const string NotaryPrefix = "io.cncf.notary";

    /// <summary>Reads <c>NAME=VALUE</c>; a reserved or empty name, or a missing value, is refused.</summary>
    public static KeyValuePair<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw ErrorCodes.InvalidAnnotation.With(text, "it is not NAME=VALUE");
        RequireUsable([text[..equals]]);
        return new(text[..equals], text[(equals + 1)..]);
    }

    internal static void RequireUsable(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.StartsWith(SignedClaims.ReservedPrefix, StringComparison.OrdinalIgnoreCase) || name.StartsWith(NotaryPrefix, StringComparison.OrdinalIgnoreCase))
            {
                throw ErrorCodes.InvalidAnnotation.With(name, "the name is reserved");
            }
        }
    }
}
