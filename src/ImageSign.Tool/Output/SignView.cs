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
    public string WordOf(SignResult result) => "signed";

    /// <inheritdoc />
    public string WordOf(ErrorCode code) => "failed";

    /// <inheritdoc />
    public IEnumerable<string> WarningsOf(SignResult result) => result.Warnings;

    /// <inheritdoc />
    public IReadOnlyList<TextNode> ToText(SignResult result, bool verbose) =>
    [
        ImageHeading.Of(result.Image),
        .. result.Subjects.Select((subject, index) => index == 0
            ? Subject("Image", subject, TextNode.Field("key", $"{result.KeyName} {result.KeyFingerprint}"))
            : Subject(subject.Descriptor.Platform?.ToString() ?? subject.Descriptor.Digest.ToString(), subject)),
        .. result.Configuration is { } configuration ? [ConfigText.Of(configuration)] : (TextNode[])[],
    ];

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, SignResult result) => SignResultJson.Write(writer, result);

    /// <inheritdoc />
    public void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure) => SignResultJson.Write(writer, image, failure);

    private static TextNode Subject(string name, SignedSubject subject, params IReadOnlyList<TextNode> fields) => TextNode.Line(
        Mark.Good,
        subject.Signatures.Count == 0 ? $"{name} has a valid signature of this key already" : $"{name} signed",
        [.. fields, .. subject.Signatures.Select(signature => TextNode.Field(signature.Format, $"{signature.Digest} ({signature.Placement})"))]);
}
