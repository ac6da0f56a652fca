using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>How one kind of result is shown.</summary>
internal interface IResultView<in TResult>
{
    /// <summary>The exit code of a result.</summary>
    int ExitCodeOf(TResult result);

    /// <summary>The exit code of an image without a result.</summary>
    int ExitCodeOf(ErrorCode code);

    /// <summary>How a result counts, in a word or two, for the summary of several.</summary>
    string WordOf(TResult result);

    /// <summary>How an image without a result counts.</summary>
    string WordOf(ErrorCode code);

    /// <summary>What the user should know besides the result.</summary>
    IEnumerable<string> WarningsOf(TResult result);

    /// <summary>The result for people.</summary>
    IReadOnlyList<TextNode> ToText(TResult result, bool verbose);

    /// <summary>The result for scripts: one object.</summary>
    void WriteJson(Utf8JsonWriter writer, TResult result);

    /// <summary>An image without a result, for scripts: one object.</summary>
    void WriteJson(Utf8JsonWriter writer, ImageReference image, ImageSignException failure);
}
