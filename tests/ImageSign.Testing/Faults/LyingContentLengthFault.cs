using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>
/// Declares another Content-Length than the content's. To GET: a larger one ends in a closed connection or in silence, a smaller one cuts the body off.
/// To HEAD: only the header lies.
/// </summary>
/// <param name="length">Bytes declared.</param>
/// <param name="silent">Whether the connection stays open when there is nothing left to send.</param>
public sealed class LyingContentLengthFault(long length, bool silent = false) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        context.Response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await context.Response.Body.WriteAsync(body.AsMemory(0, (int)Math.Min(length, body.Length)), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (length <= body.Length)
        {
            return;
        }

        if (silent)
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        context.Abort();
    }
}
