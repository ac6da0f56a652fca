using System.CommandLine;
using ImageSign.Oci;
using ImageSign.Tool.Output;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>copy</c>: an image to another place, with everything attached to it.</summary>
internal sealed class CopyCommand : Command
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "The image: host/repository[:tag][@digest], oci:DIRECTORY[:tag|@digest] or oci-archive:FILE[:tag|@digest]." };

    private readonly Argument<string> _destination = new("DESTINATION") { Description = "The place, with the tag to set last: host/repository[:tag], oci:DIRECTORY[:tag] or oci-archive:FILE[:tag]." };

    private readonly CommonOptions _common = new();

    public CopyCommand(ConsoleStreams console)
        : base("copy", "Copies an image with its signatures and everything else attached to it.")
    {
        Arguments.Add(_source);
        Arguments.Add(_destination);
        _common.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var settings = _common.Read(parsed, new ErrorOutput(console.Error));
        var copier = new ImageCopier(EngineOptions.CreateDefault(passwords, settings.Registry));
        var source = ImageArgument.Parse(parsed.GetRequiredValue(_source));
        var destination = ImageArgument.Parse(parsed.GetRequiredValue(_destination));
        return await new ImageRun<CopyResult>(console, settings, new CopyView()).RunAsync(ImageList.Of([source]), CopyAsync, cancellationToken);

        async Task<CopyResult> CopyAsync(ImageReference image, CancellationToken cancel)
        {
            using var progress = console.ErrorIsTerminal ? new CopyProgressLine(console.Error) : null;
            return await copier.CopyAsync(new CopyRequest(image, destination) { Progress = progress }, cancel);
        }
    }
}
