using System.CommandLine;
using ImageSign.Oci;

namespace ImageSign.Tool.Commands;

/// <summary>The words that several commands take, and what they mean.</summary>
internal static class ImageWords
{
    /// <summary>One image or more.</summary>
    public static Argument<string[]> Images() => new("IMAGE")
    {
        Description = "host/repository[:tag][@digest], oci:DIRECTORY[:tag|@digest], oci-archive:FILE[:tag|@digest], docker-archive:FILE[:ref], podman:REF, docker-daemon:REF.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Signature formats.</summary>
    public static Option<string[]> Formats(string description) => new("--format") { Description = description, HelpName = "FORMAT" };

    /// <summary>Signed name and value pairs.</summary>
    public static Option<string[]> Annotations(string description) => new("--annotation", "-a") { Description = description, HelpName = "NAME=VALUE" };

    /// <summary>A description of the image.</summary>
    public static Option<string> Config(string description) => new("--config", "-c") { Description = description, HelpName = "FILE" };

    /// <summary>A file for one image is not one for several.</summary>
    public static void RequireOneImage(Command command, Option<string> option, Argument<string[]> images) => command.Validators.Add(result =>
    {
        if (result.GetResult(option) is not null && result.GetResult(images) is { Tokens.Count: > 1 }) result.AddError($"Option '{option.Name}' is for one image.");
    });

    /// <summary>Reads references.</summary>
    public static IReadOnlyList<ImageReference> ReadImages(string[]? words) => [.. (words ?? []).Select(ImageReference.Parse)];

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
