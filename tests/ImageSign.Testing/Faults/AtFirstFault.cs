using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Faults;

/// <summary>Another fault, but only the first times that a method and path are asked for: every request fails for a while, none for ever.</summary>
public sealed class AtFirstFault(int times, IFault fault) : IFault
{
    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var count = seen.AddOrUpdate($"{context.Request.Method} {context.Request.Path}", addValue: 1, (_, before) => before + 1);
        return count <= times ? fault.ApplyAsync(context, next) : next(context);
    }
}
