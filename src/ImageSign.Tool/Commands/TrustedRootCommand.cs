using System.CommandLine;
using ImageSign.Tool.Output;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tool.Commands;

/// <summary><c>trusted-root</c>: the trusted root that is in force, for a machine without a network.</summary>
internal sealed class TrustedRootCommand : Command
{
    private readonly Option<string> _output = new("--output") { Description = "The file to write it to. Default: standard output.", HelpName = "FILE" };

    private readonly InstanceOptions _instance = new();

    public TrustedRootCommand(ConsoleStreams console)
        : base("trusted-root", "Prints the trusted root of a Sigstore instance by which 'verify' judges identities.")
    {
        _instance.AddTo(this);
        Options.Add(_output);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        var trust = _instance.Read(parsed);
        var root = TrustedRoots.Read(trust, out var source);
        new ErrorOutput(console.Error).Summary($"The trusted root of '{trust.Instance}' ({source}).");
        if (parsed.GetValue(_output) is { } file) await WriteAsync(file, root, cancellationToken);
        else await console.Output.WriteAsync(System.Text.Encoding.UTF8.GetString(root.Span).AsMemory(), cancellationToken);
        return ExitCodes.Success;
    }

    private static async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllBytesAsync(file, content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ErrorCodes.StoreWriteFailed.Because(e, file, e.Message.TrimEnd('.'));
        }
    }
}
