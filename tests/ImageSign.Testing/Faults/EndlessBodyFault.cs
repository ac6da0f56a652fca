using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Sends the honest body, then spaces without end, chunked, until the client leaves or the registry stops.</summary>
public sealed class EndlessBodyFault : IFault
{
    private long sent;

    /// <summary>How many bytes left so far, to all clients together.</summary>
    public long Sent => Interlocked.Read(ref sent);

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
            // Once the client has left, what is written goes nowhere and is not counted.
            while (!(await context.Response.BodyWriter.WriteAsync(spaces, context.RequestAborted)).IsCompleted)
            {
                Interlocked.Add(ref sent, spaces.Length);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort(); // the client has left
        }
    }
}
