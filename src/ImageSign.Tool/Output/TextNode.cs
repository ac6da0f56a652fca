namespace ImageSign.Tool.Output;

/// <summary>A line of a result and what belongs below it; how it looks is the surface's business.</summary>
/// <param name="Mark">The sign in front.</param>
/// <param name="Label">The first column, or empty.</param>
/// <param name="Text">What is said.</param>
internal sealed record TextNode(Mark Mark, string Label, string Text)
{
    private const int ColumnGap = 3;

    /// <summary>The lines below.</summary>
    public IReadOnlyList<TextNode> Children { get; init; } = [];

    /// <summary>A line without columns.</summary>
    public static TextNode Line(Mark mark, string text, params IReadOnlyList<TextNode> children) => new(mark, "", text) { Children = children };

    /// <summary>A name and its value.</summary>
    public static TextNode Field(string label, string text) => new(Mark.None, label, text);

    /// <summary>The sign as a character with its space, or nothing.</summary>
    public string Sign => Mark switch
    {
        Mark.Good => "✓ ",
        Mark.Bad => "✗ ",
        Mark.Skipped => "– ",
        Mark.Notice => "! ",
        Mark.Unclear => "? ",
        _ => "",
    };

    /// <summary>The label, as wide as the widest among <paramref name="siblings"/>.</summary>
    public string Column(IReadOnlyList<TextNode> siblings) =>
        Label.Length == 0 ? "" : Text.Length == 0 ? Label : Label.PadRight(siblings.Max(node => node.Label.Length) + ColumnGap);
}
