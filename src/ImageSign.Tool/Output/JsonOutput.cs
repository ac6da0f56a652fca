using System.Text.Json;
using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Results for scripts: one indented object for one image, an array for several.</summary>
internal sealed class JsonOutput<TResult>(TextWriter output, IResultView<TResult> view, bool several) : IResultOutput<TResult>
{
    private bool _started;

    /// <inheritdoc />
    public void Result(TResult result) => Write(writer => view.WriteJson(writer, result));

    /// <inheritdoc />
    public void Failure(ImageReference image, ImageSignException failure) => Write(writer => view.WriteJson(writer, image, failure));

    /// <inheritdoc />
    public void End()
    {
        if (several) output.WriteLine(_started ? "\n]" : "[]");
        else if (_started) output.WriteLine();
        output.Flush();
    }

    private void Write(Action<Utf8JsonWriter> write)
    {
        if (several) output.Write(_started ? ",\n" : "[\n");
        _started = true;
        output.Write(JsonText.Of(write, indented: true));
    }
}
