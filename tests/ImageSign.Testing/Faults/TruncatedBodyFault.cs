using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Sends only the first bytes of the body.</summary>
/// <param name="length">Bytes sent.</param>
/// <param name="framed">
/// True: Content-Length is that of the shortened body, so that only its digest gives it away. False: Content-Length is honest and the connection is reset.
/// </param>
public sealed class TruncatedBodyFault(int length, bool framed = false) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        var shortened = body[..Math.Min(length, body.Length)];
        if (framed)
        {
            await ResponseCapture.SendAsync(context, shortened);
            return;
        }

        await context.Response.Body.WriteAsync(shortened, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
