using System.CommandLine;
using ImageSign.Tool.Output;
using ImageSign.Trust;

namespace ImageSign.Tool.Commands;

/// <summary><c>generate-test-certificate</c>: a key with a certificate chain that passes every rule, for trying things out.</summary>
internal sealed class GenerateTestCertificateCommand : Command
{
    private readonly Option<string> _subject = new("--subject")
    {
        Description = "The signer's distinguished name; C, ST and O make it usable as a trusted identity.",
        HelpName = "DN",
        DefaultValueFactory = _ => TestCertificate.DefaultSubject,
    };

    private readonly Option<string> _outputPrefix = new("--output-prefix")
    {
        Description = "Writes PREFIX.key (readable by you only), PREFIX.crt (the chain) and PREFIX-root.crt; what exists is never overwritten.",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => "test",
    };

    public GenerateTestCertificateCommand(ConsoleStreams console)
        : base("generate-test-certificate", "Generates a key with a certificate chain for the notary formats. For tests only: nobody vouches for it.")
    {
        Options.Add(_subject);
        Options.Add(_outputPrefix);
        SetAction(parsed => Run(parsed, console));
    }

    private int Run(ParseResult parsed, ConsoleStreams console)
    {
        using var certificate = TestCertificate.Create(parsed.GetRequiredValue(_subject), TimeProvider.System);
        var files = TestCertificateFiles.Write(certificate, parsed.GetRequiredValue(_outputPrefix));
        ITextSurface surface = console.IsTerminal ? new TerminalSurface(console.Output) : new PlainSurface(console.Output);
        surface.Write(
        [
            TextNode.Line(Mark.Good, $"{files.PrivateKey} (private, not encrypted): for tests only"),
            TextNode.Line(Mark.Good, $"{files.Chain} (certificate chain): pass it with --certificate-chain"),
            TextNode.Line(Mark.Good, $"{files.Root} (root): put it into a trust store, x509/ca/NAME"),
            TextNode.Line(Mark.None, $"trusted identity {certificate.TrustedIdentity}"),
        ]);
        return ExitCodes.Success;
    }
}
