using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>The honest body under another Content-Type; null for none.</summary>
public sealed class WrongContentTypeFault(string? contentType) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        context.Response.ContentType = contentType;
        await ResponseCapture.SendAsync(context, body);
    }
}
