using ImageSign.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Answers with a status instead of the work. <paramref name="retryAfter"/>: sent as whole seconds; null for none.</summary>
public sealed class StatusCodeFault(int status, TimeSpan? retryAfter = null) : IFault
{
    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString();
        }

        var code = status switch
        {
            StatusCodes.Status429TooManyRequests => "TOOMANYREQUESTS",
            StatusCodes.Status401Unauthorized => "UNAUTHORIZED",
            StatusCodes.Status403Forbidden => "DENIED",
            _ => "UNKNOWN",
        };
        return RegistryException.WriteAsync(context, status, code, $"a fault of the test registry: {status}");
    }
}
