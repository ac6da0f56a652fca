using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Does the work, then resets the connection: the client cannot know whether its write took place.</summary>
public sealed class LostAnswerFault : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        await ResponseCapture.RunAsync(context, next);
        context.Abort();
    }
}
