using ImageSign.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Sends the client elsewhere, as registries with a content store of their own do for blobs.</summary>
/// <param name="location">The target, made from the request.</param>
/// <param name="status">301, 302, 303, 307 or 308.</param>
public sealed class RedirectFault(Func<HttpRequest, string> location, int status = StatusCodes.Status307TemporaryRedirect) : IFault
{
    /// <summary>Sends the client to one place.</summary>
    public RedirectFault(Uri location, int status = StatusCodes.Status307TemporaryRedirect)
        : this(_ => location.AbsoluteUri, status)
    {
    }

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.Location = location(context.Request);
        context.Finish(status);
        return Task.CompletedTask;
    }
}
