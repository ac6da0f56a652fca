using System.CommandLine;
using ImageSign.Keys;
using ImageSign.Tool.Passwords;

namespace ImageSign.Tool.Commands;

/// <summary><c>public-key</c>: prints the public half of a key, wherever it is.</summary>
internal sealed class PublicKeyCommand : Command
{
    private readonly Option<string> _key = new("--key", "-k") { Description = "The key: a file, or a reference (docs/keys.md).", HelpName = "KEY", Required = true };

    public PublicKeyCommand(ConsoleStreams console)
        : base("public-key", "Prints the public half of a key as PEM, for those who verify.")
    {
        Options.Add(_key);
        SetAction((parsed, cancellationToken) => RunAsync(parsed, console, cancellationToken));
    }

    private async Task<int> RunAsync(ParseResult parsed, ConsoleStreams console, CancellationToken cancellationToken)
    {
        using var passwords = new ConsolePasswordSource(console);
        var keys = new KeyPlaces(EngineOptions.CreateDefault(passwords));
        await console.Output.WriteAsync(KeyPlaces.PemOf(await keys.ReadPublicKeyAsync(KeyReference.Parse(parsed.GetRequiredValue(_key)), cancellationToken)));
        return ExitCodes.Success;
    }
}
