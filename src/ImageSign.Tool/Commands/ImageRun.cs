using ImageSign.Oci;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>Does one thing with each image, shows what came of it, and knows the exit code of the whole.</summary>
internal sealed class ImageRun<TResult>(ConsoleStreams console, CommonSettings settings, IResultView<TResult> view)
{
    private readonly ErrorOutput _errors = new(console.Error);

    /// <summary>Works through <paramref name="images"/>; one that fails does not keep the next from its turn.</summary>
    public async Task<int> RunAsync(IReadOnlyList<ImageReference> images, Func<ImageReference, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var output = OpenOutput(several: images.Count > 1);
        var exitCode = ExitCodes.Success;
        try
        {
            foreach (var image in images) exitCode = ExitCodes.Worst(exitCode, await RunAsync(image, work, output, cancellationToken));
        }
        finally
        {
            output.End();
        }

        return exitCode;
    }

    private async Task<int> RunAsync(ImageReference image, Func<ImageReference, CancellationToken, Task<TResult>> work, IResultOutput<TResult> output, CancellationToken cancellationToken)
    {
        try
        {
            var result = await work(image, cancellationToken);
            output.Result(result);
            foreach (var warning in view.WarningsOf(result)) _errors.Warning(warning);
            return view.ExitCodeOf(result);
        }
        catch (ImageSignException failure)
        {
            _errors.Failure(failure);
            output.Failure(image, failure);
            return view.ExitCodeOf(failure.Code);
        }
    }

    private IResultOutput<TResult> OpenOutput(bool several) => settings.Output switch
    {
        OutputFormat.Json => new JsonOutput<TResult>(console.Output, view, several),
        OutputFormat.Jsonl => new JsonlOutput<TResult>(console.Output, view),
        _ => new TextOutput<TResult>(console, view, settings.Verbose),
    };
}
