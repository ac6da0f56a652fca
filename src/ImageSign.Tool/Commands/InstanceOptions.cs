using System.CommandLine;
using ImageSign.Trust.Sigstore;

namespace ImageSign.Tool.Commands;

/// <summary>The options that name a Sigstore instance.</summary>
internal sealed class InstanceOptions
{
    private readonly Option<string> _instance = new("--sigstore")
    {
        Description = $"The Sigstore instance: {string.Join(", ", SigstoreTrust.Instances)}, or a client trust config file. Default: {SigstoreTrust.PublicGood}.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string> _root = new("--trusted-root") { Description = "A trusted root file instead of the instance's own.", HelpName = "FILE" };

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_instance);
        command.Options.Add(_root);
    }

    /// <summary>True when the user named an instance or a root.</summary>
    public bool IsGiven(System.CommandLine.Parsing.CommandResult result) =>
        result.GetResult(_instance) is not null || result.GetResult(_root) is not null;

    /// <summary>The trust with what the user chose.</summary>
    public SigstoreTrust Read(ParseResult parsed) => new()
    {
        Instance = parsed.GetValue(_instance) ?? SigstoreTrust.PublicGood,
        TrustedRootFile = parsed.GetValue(_root),
    };
}
