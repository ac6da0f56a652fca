using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Sends the honest body, then spaces without end, chunked, until the client leaves or the registry stops.</summary>
public sealed class EndlessBodyFault : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        context.Response.ContentLength = null;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        var spaces = new byte[16 * 1024];
        spaces.AsSpan().Fill((byte)' ');
        try
        {
            while (true)
            {
                await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // the client has left
        }
    }
}
