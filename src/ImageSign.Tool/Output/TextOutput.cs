using ImageSign.Oci;

namespace ImageSign.Tool.Output;

/// <summary>Results for people, one block for each image.</summary>
internal sealed class TextOutput<TResult>(ConsoleStreams console, IResultView<TResult> view, bool verbose) : IResultOutput<TResult>
{
    private readonly ITextSurface _surface = console.IsTerminal ? new TerminalSurface(console.Output) : new PlainSurface(console.Output);
    private bool _started;

    /// <inheritdoc />
    public void Result(TResult result)
    {
        if (_started) console.Output.WriteLine();
        _started = true;
        _surface.Write(view.ToText(result, verbose));
        console.Output.Flush();
    }

    /// <inheritdoc />
    public void Failure(ImageReference image, ImageSignException failure)
    {
    }

    /// <inheritdoc />
    public void End()
    {
    }
}
