using System.Text;
using Spectre.Console;

namespace ImageSign.Tool.Output;

/// <summary>The terminal as Spectre.Console sees it. As wide as a line can be: the terminal wraps, and a digest that we broke could not be copied.</summary>
internal sealed class TerminalOutput(TextWriter output) : IAnsiConsoleOutput
{
    private const int Lines = 24;

    /// <inheritdoc />
    public TextWriter Writer => output;

    /// <inheritdoc />
    public bool IsTerminal => true;

    /// <inheritdoc />
    public int Width => short.MaxValue;

    /// <inheritdoc />
    public int Height => Lines;

    /// <inheritdoc />
    public void SetEncoding(Encoding encoding) => throw new NotSupportedException("The output is UTF-8.");
}
