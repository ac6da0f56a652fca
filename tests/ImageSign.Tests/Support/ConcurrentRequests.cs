using ImageSign.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Tests.Support;

/// <summary>Holds each request for a moment and counts how many are held at once.</summary>
internal sealed class ConcurrentRequests : IFault
{
    private readonly Lock _gate = new();
    private int _now;

    /// <summary>The most so far.</summary>
    public int Most { get; private set; }

    /// <inheritdoc />
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        lock (_gate) Most = Math.Max(Most, ++_now);
        await Task.Delay(TimeSpan.FromMilliseconds(20), context.RequestAborted);
        lock (_gate) _now--;
        await next(context);
    }
}
