using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Registry;

/// <summary>Answers with an exact body and length; HEAD gets the same headers without the body.</summary>
internal static class HttpContextExtensions
{
    public static Task WriteJsonAsync(this HttpContext context, int status, JsonObject body, string mediaType = "application/json") =>
        context.WriteBytesAsync(status, mediaType, TestJson.Bytes(body));

    public static async Task WriteBytesAsync(this HttpContext context, int status, string? mediaType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        if (mediaType is not null)
        {
            context.Response.ContentType = mediaType;
        }

        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>An answer without a body.</summary>
    public static void Finish(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentLength = 0;
        }
    }

    public static async Task<byte[]> ReadBodyAsync(this HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    /// <summary>One query parameter's value, or null when it is absent or empty.</summary>
    public static string? QueryValue(this HttpContext context, string name) =>
        context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
