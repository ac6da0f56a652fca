using System.Net;

namespace ImageSign.Primitives;

/// <summary>Says of a request that a proxy prevents that it was the proxy.</summary>
internal sealed class ProxyGuard(EnvironmentProxy proxy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        // Here, because SocketsHttpHandler takes a proxy that throws for none.
        proxy.RequireFor(address);
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired || proxy.GetProxy(address) is not { } asking)
            {
                return response;
            }

            response.Dispose();
            throw Failure(asking, address, "it asks for a user and a password, or refuses those that it got", null);
        }
        catch (HttpRequestException e) when (IsOfTheWay(e) && e.InnerException is not ImageSignException && proxy.GetProxy(address) is { } used)
        {
            throw Failure(used, address, (e.InnerException ?? e).Message.TrimEnd('.'), e);
        }
    }

    private static bool IsOfTheWay(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;

    private static HttpRequestException Failure(Uri proxy, Uri address, string reason, Exception? e)
    {
        var failure = e is null
            ? ErrorCodes.ProxyFailed.With(proxy.GetLeftPart(UriPartial.Authority), address.Authority, reason)
            : ErrorCodes.ProxyFailed.Because(e, proxy.GetLeftPart(UriPartial.Authority), address.Authority, reason);
        return new HttpRequestException(HttpRequestError.ProxyTunnelError, failure.Message, failure);
    }
}
