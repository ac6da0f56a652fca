using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>A fault of the test's own. The function returns true when it has answered, false to let the registry answer.</summary>
public sealed class CustomFault(Func<HttpContext, Task<bool>> handler) : IFault
{
    /// <inheritdoc/>
    public async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (!await handler(context))
        {
            await next(context);
        }
    }
}
