using ImageSign.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Redirects to itself, under a new query each time.</summary>
public sealed class RedirectLoopFault : IFault
{
    private int round;

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Location = $"{context.Request.Path}?round={Interlocked.Increment(ref round)}";
        context.Finish(StatusCodes.Status307TemporaryRedirect);
        return Task.CompletedTask;
    }
}
