using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Resets the connection without an answer, before the work was done.</summary>
/// <param name="afterRequestBytes">How much of the request's body is read first.</param>
public sealed class DropConnectionFault(int afterRequestBytes = 0) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var buffer = new byte[afterRequestBytes];
        _ = await context.Request.Body.ReadAtLeastAsync(buffer, afterRequestBytes, throwOnEndOfStream: false, context.RequestAborted);
        context.Abort();
    }
}
