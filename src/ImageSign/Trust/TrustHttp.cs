using System.Net.Http.Headers;
using ImageSign.Primitives;

namespace ImageSign.Trust;

/// <summary>Requests to certificate and timestamping authorities: their own client, without the registry's credentials, and with limits on time and size.</summary>
public sealed class TrustHttp(Func<HttpMessageHandler>? handlerFactory = null) : IDisposable
{
    private const int MaxRedirections = 3;
    private readonly Lazy<HttpClient> _client = new(() => new HttpClient(handlerFactory?.Invoke() ?? NewHandler(EnvironmentProxy.Create())) { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>The body of a successful answer, or why there is none.</summary>
    public async Task<(byte[]? Body, string? Failure)> SendAsync(HttpRequestMessage request, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var where = request.RequestUri!.GetLeftPart(UriPartial.Path);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            using var response = await _client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) return (null, $"{where} answered {(int)response.StatusCode}");
            var body = await ReadAsync(response, limit, limited.Token).ConfigureAwait(false);
            return body is null ? (null, $"{where} sent more than {limit} bytes") : (body, null);
        }
        catch (HttpRequestException e) when (e.InnerException is ImageSignException known)
        {
            return (null, $"{where} cannot be reached: {known.Message.TrimEnd('.')}");
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.ProxyInvalid)
        {
            return (null, $"{where} cannot be reached: {e.Message.TrimEnd('.')}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, $"{where} cannot be reached");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{where} did not answer within {timeout.TotalSeconds:0} s");
        }
    }

    /// <summary>A POST of <paramref name="body"/>.</summary>
    internal static HttpRequestMessage Post(Uri uri, byte[] body, string contentType, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.Accept.ParseAdd(accept);
        return request;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private static ProxyGuard NewHandler(EnvironmentProxy proxy) => new(proxy, new SocketsHttpHandler
    {
        AllowAutoRedirect = true,
        MaxAutomaticRedirections = MaxRedirections,
        UseCookies = false,
        Credentials = null,
        Proxy = proxy,
    });

    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (body.Length + count > limit) return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
