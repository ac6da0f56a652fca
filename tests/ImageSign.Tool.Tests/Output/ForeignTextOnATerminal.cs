using ImageSign.Tool.Output;
using ImageSign.Verification;

namespace ImageSign.Tool.Tests.Output;

/// <summary>A signer's words, on a terminal in colour and in a log.</summary>
public sealed class ForeignTextOnATerminal
{
    private const string Hostile = "\u001b]0;owned\u0007\u001b[2J\n::error::x \u202egnp.exe [bold]b[/] [link=x]";

    [Fact]
    public void Nothing_of_it_reaches_the_terminal_as_a_command()
    {
        using var writer = new StringWriter();
        new TerminalSurface(writer).Write(new VerifyView().ToText(HandMade.Result(HandMade.Image(HandMade.GoodSignature(new Fact(Hostile, Hostile)))), verbose: true));
        var text = writer.ToString();
        Assert.DoesNotContain("\u001b]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n::error", text, StringComparison.Ordinal);
        Assert.Contains(@"\u{1B}[2J\u{A}::error::x \u{202E}gnp.exe [bold]b[/] [link=x]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_stays_one_line_in_a_log()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new PlainSurface(writer).Write([TextNode.Field(Hostile, Hostile)]);
        Assert.Equal(1, writer.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void A_long_digest_is_not_broken()
    {
        using var writer = new StringWriter();
        new TerminalSurface(writer).Write([TextNode.Line(Mark.Good, new string('x', 500))]);
        Assert.Contains(new string('x', 500), writer.ToString(), StringComparison.Ordinal);
    }
}
