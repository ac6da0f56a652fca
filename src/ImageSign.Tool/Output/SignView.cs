using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Shows what was signed.</summary>
internal sealed class SignView : IResultView<SignResult>
{
    /// <inheritdoc />
    public int ExitCodeOf(SignResult result) => ExitCodes.Success;

    /// <inheritdoc />
    public int ExitCodeOf(ErrorCode code) => ExitCodes.OfDeed(code);

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(SignResult result) =>
        result.Warnings.Concat(result.Subjects.SelectMany(subject => subject.Signatures).Select(signature => signature.Warning).OfType<string>()).Distinct(StringComparer.Ordinal);

    /// <inheritdoc />
    public IReadOnlyList<TextNode> ToText(SignResult result, bool verbose) =>
    [
        ImageHeading.Of(result.Image),
        .. result.Subjects.Select((subject, index) => Subject(subject, index == 0)),
        TextNode.Line(Mark.None, $"key {result.KeyName} {result.KeyFingerprint}"),
    ];

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, SignResult result) => SignResultJson.Write(writer, result);

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => SignResultJson.Write(writer, image, failure);

    private static TextNode Subject(SignedSubject subject, bool isImage)
    {
        var what = isImage ? "Image" : subject.Descriptor.Platform?.ToString() ?? "Platform image";
        var name = isImage ? what : $"{what} {subject.Descriptor.Digest}";
        return subject.Signatures.Count == 0
            ? TextNode.Line(Mark.Good, $"{name} has a valid signature of this key already")
            : TextNode.Line(Mark.Good, $"{name} signed", [.. subject.Signatures.Select(signature => TextNode.Field(signature.Format, $"{signature.Digest} ({signature.Placement})"))]);
    }
}
