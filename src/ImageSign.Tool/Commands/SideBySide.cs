using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ImageSign.Oci;
using ImageSign.Tool.Output;

namespace ImageSign.Tool.Commands;

/// <summary>Does the same with many images, some at a time. Nothing is kept of an image once its outcome was given.</summary>
/// <param name="parallel">How many are worked on at the same time.</param>
/// <param name="inOrder">Give the outcomes in the order of the images, not as they finish.</param>
/// <param name="work">What is done with an image.</param>
internal sealed class SideBySide<TResult>(int parallel, bool inOrder, Func<ImageReference, CancellationToken, Task<TResult>> work)
    where TResult : class
{
    /// <summary>Most outcomes that wait for the one of an earlier image: beyond it nothing new is begun until that is there.</summary>
    private const int MaxWaiting = 1_000;

    private readonly Channel<(int Position, ImageOutcome<TResult> Outcome)> _finished = Channel.CreateUnbounded<(int, ImageOutcome<TResult>)>();

    /// <summary>The outcomes. When cancelled, those of the images that were begun: each either finished in time, or has neither result nor failure.</summary>
    public async IAsyncEnumerable<ImageOutcome<TResult>> RunAsync(IEnumerable<ImageReference> images, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var next = images.GetEnumerator();
        var waiting = new PriorityQueue<ImageOutcome<TResult>, int>();
        var (begun, finished, given, more) = (0, 0, 0, true);
        while (true)
        {
            while (more && begun - finished < parallel && waiting.Count < MaxWaiting && !cancellationToken.IsCancellationRequested)
            {
                if (more = next.MoveNext()) Begin(begun++, next.Current, cancellationToken);
            }

            if (finished == begun) yield break;
            var (position, outcome) = await _finished.Reader.ReadAsync(CancellationToken.None);
            finished++;
            waiting.Enqueue(outcome, inOrder ? position : given);
            while (waiting.TryPeek(out var first, out var place) && place == given)
            {
                waiting.Dequeue();
                given++;
                yield return first;
            }
        }
    }

    private void Begin(int position, ImageReference image, CancellationToken cancellationToken) =>
        _ = Task.Run(async () => _finished.Writer.TryWrite((position, await WorkAsync(image, cancellationToken))), CancellationToken.None);

    /// <summary>Whatever goes wrong with one image is that image's outcome: it does not keep the others from their turn.</summary>
    private async Task<ImageOutcome<TResult>> WorkAsync(ImageReference image, CancellationToken cancellationToken)
    {
        try
        {
            return new ImageOutcome<TResult>(image) { Result = await work(image, cancellationToken) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new ImageOutcome<TResult>(image);
        }
        catch (ImageSignException failure)
        {
            return new ImageOutcome<TResult>(image) { Failure = failure };
        }
        catch (Exception bug)
        {
            return new ImageOutcome<TResult>(image) { Failure = ErrorOutput.Bug(bug) };
        }
    }
}
