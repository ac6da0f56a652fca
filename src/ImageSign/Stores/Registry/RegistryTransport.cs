using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace ImageSign.Stores.Registry;

/// <summary>Sends requests to one registry: scheme, credentials, retries, redirects, limits. Bodies are read inside the retry, so a dropped connection is tried again.</summary>
internal sealed class RegistryTransport(RegistryEndpoint endpoint, HttpClient http, RegistryAuthorization authorization, ResiliencePipeline<RegistryAnswer> retries, RegistryOptions options)
{
    private const int MaxRedirects = 5;

    /// <summary>The host with its port, as references name it.</summary>
    public string Host => endpoint.Host;

    /// <summary>Sends the request; an answer that is neither a success nor one of <paramref name="expected"/> is an error with a code.</summary>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        var answer = await RetryAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded || expected.Contains(answer.Status) ? answer : throw RegistryErrors.Of(endpoint.Host, request, answer);
    }

    /// <summary>The absolute address of what a registry answered in a header; relative ones are relative to where the answer came from.</summary>
    public static Uri Resolve(RegistryAnswer answer, string location) => new(answer.Address, location);

    private async Task<RegistryAnswer> RetryAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await retries.ExecuteAsync(async token => await SendOnceAsync(request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw RegistryErrors.Of(endpoint.Host, e);
        }
        catch (IOException e)
        {
            throw ErrorCodes.RegistryUnreachable.Because(e, endpoint.Host, "the connection was lost while it answered");
        }
    }

    private async Task<RegistryAnswer> SendOnceAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var answer = await SendAuthorizedAsync(request, cancellationToken).ConfigureAwait(false);
                // Go's servers answer plain http on a TLS port with 400 and this sentence.
                if (!(answer.Status == HttpStatusCode.BadRequest && endpoint.CanFallBack && answer.Body.Span.IndexOf("HTTP request to an HTTPS server"u8) >= 0))
                {
                    endpoint.Answered = true;
                    return answer;
                }

                endpoint.FallBack();
            }
            catch (HttpRequestException e) when (endpoint.CanFallBack && e.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
            {
                endpoint.FallBack();
            }
        }
    }

    private async Task<RegistryAnswer> SendAuthorizedAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var address = new Uri(endpoint.BaseAddress, request.Path);
        var own = IsOwnOrigin(address);
        var header = own ? authorization.Current(request.Repository, request.Writes) : null;
        var answer = await FollowAsync(request, address, header, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.Unauthorized || !own || !IsOwnOrigin(answer.Address)) return answer;
        header = await authorization.AnswerAsync(endpoint, answer, request.Repository, request.Writes, header, cancellationToken).ConfigureAwait(false);
        return header is null ? answer : await FollowAsync(request, address, header, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends, and follows redirects of reads. Another origin (scheme, host, port) never sees credentials, and https never becomes http.</summary>
    private async Task<RegistryAnswer> FollowAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? header, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await ExchangeAsync(request, address, IsOwnOrigin(address) ? header : null, cancellationToken).ConfigureAwait(false);
            if (request.Writes || (int)answer.Status is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location) return answer;
            var next = new Uri(address, location);
            if (redirects == MaxRedirects) throw ErrorCodes.RegistryError.With(endpoint.Host, "too many redirects", request.Method);
            if (next.Scheme != Uri.UriSchemeHttps && !(next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp))
            {
                throw ErrorCodes.RegistryError.With(endpoint.Host, $"a redirect to {next.Scheme}", request.Method);
            }

            address = next;
        }
    }

    private async Task<RegistryAnswer> ExchangeAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? header, CancellationToken cancellationToken)
    {
        using var message = await request.ToMessageAsync(address, cancellationToken).ConfigureAwait(false);
        message.Headers.Authorization = header;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A large upload takes as long as it takes; everything else is bounded as a whole.
        if (request.Upload is null) timeout.CancelAfter(options.RequestTimeout);
        try
        {
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            options.Trace?.Invoke($"{request.Method} {address.GetLeftPart(UriPartial.Path)} -> {(int)response.StatusCode}");
            if (request.Streams && response.IsSuccessStatusCode)
            {
                var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                return Answer(response, default, address) with { Stream = new ResponseStream(response, stream, options.RequestTimeout, endpoint.Host) };
            }

            using var disposing = response;
            var body = request.Method == HttpMethod.Head ? default : await LimitedBody.ReadAsync(response.Content, request.Limit, request.What, timeout.Token).ConfigureAwait(false);
            return Answer(response, body, address);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ErrorCodes.TimedOut.Because(e, $"The registry {endpoint.Host}", $"{options.RequestTimeout.TotalSeconds:0.#} s");
        }
    }

    private static RegistryAnswer Answer(HttpResponseMessage response, ReadOnlyMemory<byte> body, Uri address) =>
        new(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, body, address);

    private bool IsOwnOrigin(Uri address)
    {
        var home = endpoint.BaseAddress;
        return address.Scheme == home.Scheme && address.Port == home.Port && string.Equals(address.IdnHost, home.IdnHost, StringComparison.OrdinalIgnoreCase);
    }
}
