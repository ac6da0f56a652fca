using ImageSign.Oci;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>Does one thing with each image, shows what came of it, and knows the exit code of the whole.</summary>
internal sealed class ImageRun<TResult>(ConsoleStreams console, CommonSettings settings, IResultView<TResult> view)
    where TResult : class
{
    private readonly ErrorOutput _errors = new(console.Error);

    /// <summary>Works through <paramref name="images"/>; one that fails does not keep the others from their turn.</summary>
    public Task<int> RunAsync(ImageList images, Func<ImageReference, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken) =>
        RunAsync(images, work, OpenOutput(images.IsSeveral), cancellationToken);

    /// <summary>The same, with the results shown elsewhere.</summary>
    public async Task<int> RunAsync(ImageList images, Func<ImageReference, CancellationToken, Task<TResult>> work, IResultOutput<TResult> output, CancellationToken cancellationToken)
    {
        var exitCode = ExitCodes.Success;
        var tally = new Tally(images.Count);
        var heap = new HeapPace();
        var progress = new ProgressLine(console.Error, isWanted: images.IsSeveral && console.ErrorIsTerminal && !settings.Verbose);
        try
        {
            var outcomes = new SideBySide<TResult>(settings.Parallel, inOrder: settings.Output != OutputFormat.Jsonl, work).RunAsync(images.Images, cancellationToken);
            await foreach (var outcome in outcomes)
            {
                progress.Hide();
                exitCode = ExitCodes.Worst(exitCode, Show(outcome, output, tally));
                progress.Show(tally);
                heap.Keep();
            }
        }
        finally
        {
            progress.Hide();
            output.End();
            if (images.IsSeveral) _errors.Summary(tally.ToString());
        }

        cancellationToken.ThrowIfCancellationRequested();
        return exitCode;
    }

    private int Show(ImageOutcome<TResult> outcome, IResultOutput<TResult> output, Tally tally)
    {
        if (outcome.Result is { } result)
        {
            output.Result(result);
            foreach (var warning in view.WarningsOf(result)) _errors.Warning(warning);
            tally.Add(view.WordOf(result));
            return view.ExitCodeOf(result);
        }

        if (outcome.Failure is not { } failure) return ExitCodes.Cancelled;
        if (failure is { InnerException: { } bug, Code: var code } && code == ErrorCodes.Internal) _errors.Unexpected(bug, settings.Verbose);
        else _errors.Failure(failure);
        output.Failure(outcome.Image, failure);
        tally.Add(view.WordOf(failure.Code));
        return view.ExitCodeOf(failure.Code);
    }

    private IResultOutput<TResult> OpenOutput(bool several) => settings.Output switch
    {
        OutputFormat.Json => new JsonOutput<TResult>(console.Output, view, several),
        OutputFormat.Jsonl => new JsonlOutput<TResult>(console.Output, view),
        _ => new TextOutput<TResult>(console, view, settings.Verbose),
    };
}
