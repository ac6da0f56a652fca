using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Results for scripts: one object on a line of its own, as soon as it is there.</summary>
internal sealed class JsonlOutput<TResult>(TextWriter output, IResultView<TResult> view) : IResultOutput<TResult>
{
    /// <inheritdoc />
    public void Result(TResult result) => Write(writer => view.WriteJson(writer, result));

    /// <inheritdoc />
    public void Failure(ImageReference image, ImageSignException failure) => Write(writer => view.WriteJson(writer, image, failure));

    /// <inheritdoc />
    public void End() => output.Flush();

    private void Write(Action<Utf8JsonWriter> write)
    {
        output.WriteLine(JsonText.Of(write, indented: false));
        output.Flush();
    }
}
