using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ImageSign.Formats;

/// <summary>
/// Reads what a listing names, several at a time, and gives it in the order of the listing. It begins with one, since mostly the first is the one that is looked for,
/// and reads twice as far ahead with each that was not.
/// </summary>
internal static class ReadAhead
{
    internal const int MaxAhead = 16;

    public static async IAsyncEnumerable<TResult> ReadAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> listing, Func<TSource, CancellationToken, Task<TResult>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var entries = listing.GetAsyncEnumerator(cancellationToken);
        await using var closing = entries.ConfigureAwait(false);
        var reading = new Queue<Task<TResult>>();
        var ahead = 1;
        try
        {
            var failure = (ImageSignException?)null;
            while (await MoveAsync().ConfigureAwait(false))
            {
                reading.Enqueue(read(entries.Current, stop.Token));
                if (reading.Count < ahead) continue;
                yield return await reading.Dequeue().ConfigureAwait(false);
                ahead = Math.Min(ahead * 2, MaxAhead);
            }

            while (reading.TryDequeue(out var next)) yield return await next.ConfigureAwait(false);
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);

            async ValueTask<bool> MoveAsync()
            {
                try
                {
                    return await entries.MoveNextAsync().ConfigureAwait(false);
                }
                catch (ImageSignException e)
                {
                    // What was listed before it went wrong comes first.
                    failure = e;
                    return false;
                }
            }
        }
        finally
        {
            // Whoever found what it looked for does not wait for the rest, and nothing may outlive the store.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(reading)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
