using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Sends the body and more.</summary>
/// <param name="extra">Bytes added at the end, all spaces (JSON stays valid).</param>
/// <param name="chunked">Whether to send without a Content-Length.</param>
public sealed class OverlongBodyFault(int extra, bool chunked = false) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        var padded = new byte[body.Length + extra];
        body.CopyTo(padded, 0);
        padded.AsSpan(body.Length).Fill((byte)' ');
        if (!chunked)
        {
            await ResponseCapture.SendAsync(context, padded);
            return;
        }

        context.Response.ContentLength = null;
        await context.Response.Body.WriteAsync(padded, context.RequestAborted);
    }
}
