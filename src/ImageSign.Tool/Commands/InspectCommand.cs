using System.CommandLine;
using ImageSign.Tool.Output;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>inspect</c>: what is attached to images, and who could read it.</summary>
internal sealed class InspectCommand : Command
{
    private readonly ImageSources _images = new();

    private readonly CommonOptions _common = new();

    public InspectCommand(ConsoleStreams console)
        : base("inspect", "Shows what is attached to images, and which tools could read it; verifies nothing.")
    {
        _images.AddTo(this);
        _common.AddTo(this);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var settings = _common.Read(parsed, new ErrorOutput(console.Error));
        var inspector = new ImageInspector(EngineOptions.CreateDefault(passwords, settings.Registry));
        return await new ImageRun<InspectResult>(console, settings, new InspectView())
            .RunAsync(await _images.ReadAsync(parsed, console, cancellationToken), inspector.InspectAsync, cancellationToken);
    }
}
