using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Lets the honest answer be made without being sent, so that a fault can spoil it.</summary>
internal static class ResponseCapture
{
    /// <summary>Runs the rest; status and headers are on the response afterwards, the body is returned and still has to be sent.</summary>
    public static async Task<byte[]> RunAsync(HttpContext context, RequestDelegate next)
    {
        var sent = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = sent;
        }

        return buffer.ToArray();
    }

    /// <summary>Sends a body with a Content-Length of its own size; to HEAD, only that header.</summary>
    public static async Task SendAsync(HttpContext context, byte[] body)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
