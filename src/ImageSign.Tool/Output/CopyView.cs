using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Shows what was copied.</summary>
internal sealed class CopyView : IResultView<CopyResult>
{
    /// <inheritdoc />
    public int ExitCodeOf(CopyResult result) => ExitCodes.Success;

    /// <inheritdoc />
    public int ExitCodeOf(ErrorCode code) => ExitCodes.OfDeed(code);

    /// <inheritdoc />
    public string WordOf(CopyResult result) => "copied";

    /// <inheritdoc />
    public string WordOf(ErrorCode code) => "failed";

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(CopyResult result) => result.Warnings;

    /// <inheritdoc />
    public IReadOnlyList<TextNode> ToText(CopyResult result, bool verbose) =>
    [
        ImageHeading.Of(result.Destination),
        TextNode.Line(
            Mark.Good,
            "Image copied with everything attached to it",
            [
                TextNode.Field("from", result.Source.ToString()),
                TextNode.Field("manifests", $"{result.Manifests}"),
                TextNode.Field("blobs", $"{result.Blobs} sent"),
                TextNode.Field("attached", $"{result.Artifacts}"),
            ]),
    ];

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, CopyResult result) => CopyResultJson.Write(writer, result);

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => CopyResultJson.Write(writer, image, failure);
}
