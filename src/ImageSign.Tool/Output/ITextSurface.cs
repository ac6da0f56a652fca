namespace ImageSign.Tool.Output;

/// <summary>Something that lines are written on; whatever it is given, it writes through <see cref="ForeignText"/>.</summary>
internal interface ITextSurface
{
    /// <summary>Writes these lines and all below them.</summary>
    void Write(IReadOnlyList<TextNode> nodes);
}
