using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>A listing (tags, referrers, catalog) whose every page is the first one and links to another page.</summary>
public sealed class EndlessPagesFault : IFault
{
    private int page;

    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.QueryString = QueryString.Empty;
        var body = await ResponseCapture.RunAsync(context, next);
        context.Response.Headers.Link = $"<{context.Request.Path}?last={Interlocked.Increment(ref page)}>; rel=\"next\"";
        await ResponseCapture.SendAsync(context, body);
    }
}
