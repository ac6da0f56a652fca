using Microsoft.AspNetCore.Http;

namespace ImageSign.Testing.Proxies;

/// <summary>Sends a request on as it came, its Host header too (a registry makes its absolute locations from it), and its answer back.</summary>
internal sealed class RequestForwarder(Uri target) : IDisposable
{
    // RFC 9110, section 7.6.1: fields about one connection are not forwarded; the lengths are framed anew.
    private static readonly HashSet<string> ConnectionFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false });

    public async Task ForwardAsync(HttpContext context)
    {
        try
        {
            using var request = Copy(context.Request);
            using var response = await client.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !ConnectionFields.Contains(header.Key)))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort(); // one side has gone; the other sees the same
        }
    }

    public void Dispose() => client.Dispose();

    private HttpRequestMessage Copy(HttpRequest incoming)
    {
        var uri = new Uri(target, incoming.Path.ToUriComponent() + incoming.QueryString.ToUriComponent());
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), uri);
        if (incoming.ContentLength is not null || incoming.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(incoming.Body);
        }

        foreach (var (name, values) in incoming.Headers.Where(header => !ConnectionFields.Contains(header.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return request;
    }
}
