using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Keeps back one answer until the client leaves, and tells when it does: the moment to interrupt somebody.</summary>
/// <param name="number">Which of the requests that it sees, from 1.</param>
/// <param name="work">Whether that request's work is done before.</param>
public sealed class HoldFault(int number, bool work = true) : IFault
{
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int seen;

    /// <summary>Ends when the answer is being kept back.</summary>
    public Task Held => held.Task;

    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (Interlocked.Increment(ref seen) != number)
        {
            await next(context);
            return;
        }

        if (work)
        {
            await ResponseCapture.RunAsync(context, next);
        }

        held.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        context.Abort();
    }
}
