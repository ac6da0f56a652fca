using System.IO.Enumeration;
using ImageSign.Testing.Registry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImageSign.Testing;

/// <summary>
/// Requests in the order in which they were answered. Thread-safe. A request is in the log before its response's first byte leaves, so a client
/// that has its answer can be counted at once.
/// </summary>
public sealed class RequestLog
{
    private readonly Lock gate = new();
    private readonly List<RecordedRequest> requests = [];

    /// <summary>A copy of what was recorded so far.</summary>
    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>How many requests were recorded, optionally of one method and with a path that matches a pattern of <c>*</c> and <c>?</c>.</summary>
    public int Count(string? method = null, string pathPattern = "*") => Where(method, pathPattern).Count;

    /// <summary>The requests of one method (null for any) with a path that matches a pattern of <c>*</c> (any characters, slashes too) and <c>?</c>.</summary>
    public IReadOnlyList<RecordedRequest> Where(string? method = null, string pathPattern = "*") =>
        [.. All.Where(request => (method is null || request.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && FileSystemName.MatchesSimpleExpression(pathPattern, request.Path, ignoreCase: false))];

    /// <summary>Forgets everything recorded so far.</summary>
    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    /// <summary>One request a line, for assertion messages.</summary>
    public override string ToString() => string.Join('\n', All);

    internal Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var entry = Describe(context.Request);
        var recorded = 0;
        var lifetime = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        context.Features.Set<IHttpRequestLifetimeFeature>(new AbortNotice(lifetime, () => Add(status: 0)));
        context.Response.OnStarting(() =>
        {
            Add(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        context.Response.OnCompleted(() =>
        {
            Add(status: 0); // nothing was ever sent: the client left first
            return Task.CompletedTask;
        });
        return next(context);

        void Add(int status)
        {
            if (Interlocked.Exchange(ref recorded, 1) == 0)
            {
                lock (gate)
                {
                    requests.Add(entry with { Status = status });
                }
            }
        }
    }

    private static RecordedRequest Describe(HttpRequest request) => new(
        request.Method,
        request.Path.Value ?? "/",
        request.QueryString.Value ?? "",
        Status: 0,
        request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
