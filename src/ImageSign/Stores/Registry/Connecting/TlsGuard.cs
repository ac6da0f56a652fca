using System.Net;

namespace ImageSign.Stores.Registry.Connecting;

/// <summary>Says of a connection that TLS prevents what prevented it: whose certificate, and why.</summary>
internal sealed class TlsGuard(RegistryTls tls, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            // nginx ends the handshake, and answers 400 with a page.
            var isPage = response.StatusCode == HttpStatusCode.BadRequest && response.Content.Headers.ContentType?.MediaType == "text/html";
            if (!isPage || !tls.LacksFor(address)) return response;
            response.Dispose();
            throw Failure(tls.NeedOf(address, "it answered 400")!);
        }
        catch (HttpRequestException e) when (address.Scheme == Uri.UriSchemeHttps && e.InnerException is not ImageSignException)
        {
            var isSecurity = e.HttpRequestError == HttpRequestError.SecureConnectionError;
            if ((isSecurity ? tls.RefusalOf(address) : null) is { } refusal) throw Failure(refusal);
            if (IsLost(e) && tls.NeedOf(address, (e.InnerException ?? e).Message.TrimEnd('.')) is { } need) throw Failure(need);
            throw;
        }
    }

    private static bool IsLost(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.SecureConnectionError
            or HttpRequestError.ResponseEnded
            or HttpRequestError.Unknown
            or HttpRequestError.InvalidResponse;

    private static HttpRequestException Failure(ImageSignException failure) =>
        new(HttpRequestError.SecureConnectionError, failure.Message, failure);
}
