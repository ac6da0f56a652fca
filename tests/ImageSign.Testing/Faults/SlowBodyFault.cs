using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Slow loris: the honest body, a few bytes at a time.</summary>
/// <param name="chunk">Bytes sent at once.</param>
/// <param name="interval">The wait before each.</param>
public sealed class SlowBodyFault(int chunk, TimeSpan interval) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        for (var sent = 0; sent < body.Length; sent += chunk)
        {
            await Task.Delay(interval, context.RequestAborted);
            await context.Response.Body.WriteAsync(body.AsMemory(sent, Math.Min(chunk, body.Length - sent)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
