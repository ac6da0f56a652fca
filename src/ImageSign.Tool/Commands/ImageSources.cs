using System.CommandLine;
using ImageSign.Manifests;
using ImageSign.Oci;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>Where a command's images come from: its words, a list of them, manifests; in that order.</summary>
internal sealed class ImageSources
{
    private const int MaxProblemsShown = 100;

    private readonly Argument<string[]> _words = new("IMAGE")
    {
        Description = "host/repository[:tag][@digest], oci:DIRECTORY[:tag|@digest], oci-archive:FILE[:tag|@digest], docker-archive:FILE[:ref], podman:REF, docker-daemon:REF.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _list = new("--images")
    {
        Description = "A file with one image on each line, or - for standard input; blank lines and what follows # are left out.",
        HelpName = "FILE|-",
    };

    private readonly Option<string> _manifests = new("--manifests")
    {
        Description = "The images that Kubernetes objects or Compose files name: a YAML or JSON file, or a directory of them.",
        HelpName = "FILE|DIR",
    };

    /// <summary>Adds the argument and the options; at least one of them must be there.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_words);
        command.Options.Add(_list);
        command.Options.Add(_manifests);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_words) is not { Tokens.Count: > 0 } && result.GetResult(_list) is null && result.GetResult(_manifests) is null)
            {
                result.AddError($"Required argument 'IMAGE' missing for command: '{command.Name}'.");
            }
        });
    }

    /// <summary>A file for one image is not one for several.</summary>
    public void RequireOneImage(Command command, Option<string> option) => command.Validators.Add(result =>
    {
        if (result.GetResult(option) is null) return;
        if (result.GetResult(_words) is { Tokens.Count: > 1 } || result.GetResult(_list) is not null || result.GetResult(_manifests) is not null) result.AddError($"Option '{option.Name}' is for one image.");
    });

    /// <summary>An option that is about manifests needs them, and nothing else.</summary>
    public void RequireManifests(Command command, Option<bool> option) => command.Validators.Add(result =>
    {
        if (!result.GetValue(option)) return;
        if (result.GetResult(_manifests) is null) result.AddError($"Option '{option.Name}' needs '--manifests'.");
        if (result.GetResult(_words) is { Tokens.Count: > 0 } || result.GetResult(_list) is not null) result.AddError($"Option '{option.Name}' is for the images of '--manifests' only.");
    });

    /// <summary>Reads everything that names images, before anything is done with the first of them.</summary>
    public async Task<ImageList> ReadAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        var images = ImageList.Of([.. (parsed.GetValue(_words) ?? []).Select(ImageArgument.Parse)]);
        if (parsed.GetValue(_list) is { } list) images = images.Then(await ImageListFile.ReadAsync(list, console.OpenInput, cancellationToken));
        if (parsed.GetValue(_manifests) is { } path) images = images.Then(Read(path, new ErrorOutput(console.Error)));
        return images;
    }

    private static ImageList Read(string path, ErrorOutput errors)
    {
        var manifests = ManifestSet.Read(path);
        if (manifests.Problems.Count > 0)
        {
            foreach (var problem in manifests.Problems.Take(MaxProblemsShown)) errors.Problem(ErrorCodes.ManifestNotUnderstood.With(problem));
            throw ErrorCodes.ManifestsNotUnderstood.With(path, manifests.Problems.Count);
        }

        return new ImageList(manifests.Images.Count, manifests.Images) { IsList = true, Manifests = manifests };
    }
}
