using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Serves other bytes, with the headers of the honest ones (Docker-Content-Digest too).</summary>
/// <param name="replacement">What to serve; null for the honest bytes with their last bit flipped.</param>
public sealed class WrongBytesFault(byte[]? replacement = null) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        if (replacement is null && body.Length > 0)
        {
            body[^1] ^= 1;
        }

        await ResponseCapture.SendAsync(context, replacement ?? body);
    }
}
