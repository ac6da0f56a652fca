using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Shows what is attached to an image.</summary>
internal sealed class InspectView : IResultView<InspectResult>
{
    /// <inheritdoc />
    public int ExitCodeOf(InspectResult result) => ExitCodes.Success;

    /// <inheritdoc />
    public int ExitCodeOf(ErrorCode code) => ExitCodes.OfQuestion(code);

    /// <inheritdoc />
    public string WordOf(InspectResult result) => "inspected";

    /// <inheritdoc />
    public string WordOf(ErrorCode code) => "failed";

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(InspectResult result) => [];

    /// <inheritdoc />
    public IReadOnlyList<TextNode> ToText(InspectResult result, bool verbose) =>
    [
        ImageHeading.Of(result.Image),
        .. result.Platforms.Select(platform => TextNode.Field(platform.Platform?.ToString() ?? "platform image", platform.Digest.ToString())),
        result.Artifacts.Count == 0
            ? TextNode.Line(Mark.None, "Nothing is attached.")
            : TextNode.Line(Mark.None, "Attached; nothing here is verified:", [.. result.Artifacts.Select(Artifact)]),
    ];

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, InspectResult result) => InspectResultJson.Write(writer, result);

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => InspectResultJson.Write(writer, image, failure);

    private static TextNode Artifact(InspectedArtifact artifact)
    {
        var fields = artifact.Facts.Select(fact => TextNode.Field(fact.Name, fact.Value)).ToList();
        if (artifact.Readers.Count > 0) fields.Add(TextNode.Field("readable by", string.Join(", ", artifact.Readers)));
        if (artifact.Problem is { } problem) fields.Add(TextNode.Line(Mark.Notice, problem));
        return TextNode.Line(Mark.None, $"{artifact.Kind}{(artifact.IsSignature ? " signature" : "")}, {artifact.Where}", fields);
    }
}
