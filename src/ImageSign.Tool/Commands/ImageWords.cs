using System.CommandLine;

namespace ImageSign.Tool.Commands;

/// <summary>The words that several commands take, and what they mean.</summary>
internal static class ImageWords
{
    /// <summary>Signature formats.</summary>
    public static Option<string[]> Formats(string description) => new("--format") { Description = description, HelpName = "FORMAT" };

    /// <summary>Signed name and value pairs.</summary>
    public static Option<string[]> Annotations(string description) => new("--annotation", "-a") { Description = description, HelpName = "NAME=VALUE" };

    /// <summary>A description of the image.</summary>
    public static Option<string> Config(string description) => new("--config", "-c") { Description = description, HelpName = "FILE" };

    /// <summary>Reads formats, before anything is done with the first image.</summary>
    public static IReadOnlyList<string> ReadFormats(string[]? words, EngineOptions engine)
    {
        var known = engine.FormatNames;
        return words?.FirstOrDefault(word => !known.Contains(word)) is { } unknown
            ? throw ErrorCodes.UnknownFormat.With(unknown, string.Join(", ", known))
            : words ?? [];
    }

    /// <summary>Reads NAME=VALUE pairs; a name counts once.</summary>
    public static IReadOnlyDictionary<string, string> ReadAnnotations(string[]? words)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words ?? [])
        {
            var (name, value) = AnnotationNames.Parse(word);
            if (!annotations.TryAdd(name, value)) throw ErrorCodes.InvalidAnnotation.With(word, "its name was given before");
        }

        return annotations;
    }
}
