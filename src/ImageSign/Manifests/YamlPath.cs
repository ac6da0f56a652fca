namespace ImageSign.Manifests;

/// <summary>The way to a value in a document, as people write it: <c>spec.containers[0].image</c>.</summary>
internal sealed record YamlPath(YamlPath? Parent, string Segment)
{
    public static YamlPath Root { get; } = new(null, "");

    public YamlPath At(string name) => new(this, this == Root ? name : $".{name}");

    public YamlPath At(int index) => new(this, $"[{index}]");

    /// <inheritdoc />
    public override string ToString() => Parent is null ? Segment : $"{Parent}{Segment}";
}
