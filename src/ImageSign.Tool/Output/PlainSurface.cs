namespace ImageSign.Tool.Output;

/// <summary>Plain and stable lines, two spaces per level: for logs, files and scripts.</summary>
internal sealed class PlainSurface(TextWriter output) : ITextSurface
{
    /// <inheritdoc />
    public void Write(IReadOnlyList<TextNode> nodes) => Write(nodes, indent: "");

    private void Write(IReadOnlyList<TextNode> nodes, string indent)
    {
        foreach (var node in nodes)
        {
            output.WriteLine(indent + ForeignText.Sanitize(node.Sign + node.Column(nodes) + node.Text));
            Write(node.Children, indent + "  ");
        }
    }
}
