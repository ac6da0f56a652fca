using Spectre.Console;

namespace ImageSign.Tool.Output;

/// <summary>The same lines in colour, with what belongs below them drawn as a tree; for a person at a terminal. Text is never read as markup.</summary>
internal sealed class TerminalSurface(TextWriter output) : ITextSurface
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(output) });

    /// <inheritdoc />
    public void Write(IReadOnlyList<TextNode> nodes)
    {
        foreach (var node in nodes)
        {
            var tree = new Tree(Line(node, nodes)) { Style = new Style(decoration: Decoration.Dim) };
            Add(tree, node.Children);
            _console.Write(tree);
        }
    }

    private static void Add(IHasTreeNodes parent, IReadOnlyList<TextNode> nodes)
    {
        foreach (var node in nodes) Add(parent.AddNode(Line(node, nodes)), node.Children);
    }

    private static Paragraph Line(TextNode node, IReadOnlyList<TextNode> siblings) => new Paragraph()
        .Append(node.Sign, StyleOf(node.Mark))
        .Append(ForeignText.Sanitize(node.Column(siblings)), node.Mark == Mark.None ? new Style(decoration: Decoration.Dim) : Style.Plain)
        .Append(ForeignText.Sanitize(node.Text));

    private static Style StyleOf(Mark mark) => mark switch
    {
        Mark.Good => new Style(Color.Green),
        Mark.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Mark.Notice or Mark.Unclear => new Style(Color.Yellow, decoration: Decoration.Bold),
        _ => new Style(decoration: Decoration.Dim),
    };
}
