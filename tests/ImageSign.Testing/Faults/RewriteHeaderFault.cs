using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>
/// Changes one response header: an upload's <c>Location</c> or a <c>Link</c> on another origin, a false <c>Docker-Content-Digest</c>. The function gets
/// the honest value (null when absent) and returns the new one (null to remove).
/// </summary>
public sealed class RewriteHeaderFault(string name, Func<string?, string?> rewrite) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var body = await ResponseCapture.RunAsync(context, next);
        var honest = context.Response.Headers[name].ToString();
        context.Response.Headers[name] = rewrite(honest.Length == 0 ? null : honest);
        if (body.Length > 0)
        {
            await ResponseCapture.SendAsync(context, body);
        }
    }
}
