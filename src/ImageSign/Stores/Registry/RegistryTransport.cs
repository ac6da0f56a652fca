using System.Net;
using System.Net.Http.Headers;
using ImageSign.Stores.Registry.Credentials;

namespace ImageSign.Stores.Registry;

/// <summary>Sends requests to one registry: scheme, credentials, retries, redirects, limits. Bodies are read inside the retry, so a dropped connection is tried again.</summary>
internal sealed class RegistryTransport(RegistryEndpoint endpoint, HttpClient http, RegistryAuthorization authorization, RegistryRetries retries, RegistryOptions options)
{
    private const int MaxRedirects = 5;
    private const int MaxLogins = 4;

    /// <summary>The host with its port, as references name it.</summary>
    public string Host => endpoint.Host;

    /// <summary>Sends the request; an answer that is neither a success nor one of <paramref name="expected"/> is an error with a code.</summary>
    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken, params HttpStatusCode[] expected)
    {
        var answer = await RetryAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded || expected.Contains(answer.Status) ? answer : throw Failure(request, answer);
    }

    /// <summary>
    /// Sends a request that has an alternative; null when it was not answered with a success, so that the alternative is next.
    /// </summary>
    public async Task<RegistryAnswer?> TryAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await RetryAsync(request with { HasAlternative = true }, cancellationToken).ConfigureAwait(false);
            if (answer.Succeeded) return answer;
            // Only where another repository is asked for too, the refusal may be about that one.
            return request.From is null && answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? throw Failure(request, answer) : null;
        }
        catch (ImageSignException e) when (e.Code == ErrorCodes.RegistryUnreachable
            || (request.From is not null && RegistryErrors.IsAboutLogin(e.Code)))
        {
            // A server that does not want a body may close the connection on it.
            return null;
        }
    }

    /// <summary>What an answer that is no success means.</summary>
    public ImageSignException Failure(RegistryRequest request, RegistryAnswer answer) =>
        answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        ? authorization.Refusal(endpoint, request, answer)
        : RegistryErrors.Of(endpoint.Host, request, answer);

    /// <summary>The absolute address of what a registry answered in a header; relative ones are relative to where the answer came from.</summary>
    public static Uri Resolve(RegistryAnswer answer, string location) => Uri.TryCreate(answer.Address, location, out var address)
        ? RegistryEndpoint.WithSchemeOf(answer.Address, address)
        : throw ErrorCodes.RegistryError.With(answer.Address.Authority, "an address that is none", answer.Address.AbsolutePath);

    /// <summary>Sends, again where that helps. Retries, redirects and the token service are all inside the one time-out: a registry gains nothing by being slow many times.</summary>
    private async Task<RegistryAnswer> RetryAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(options.RequestTimeout, cancellationToken);
        // A large upload takes as long as it takes, provided that it goes on.
        if (request.Upload is { } upload) request = request with { Upload = (async token => new PacedStream(await upload.Open(token).ConfigureAwait(false), upload.Length, deadline), upload.Length) };
        try
        {
            return request.HasAlternative
                ? await retries.UntilAnsweredAsync(token => AttemptAsync(request, token), deadline.Token).ConfigureAwait(false)
                : await retries.ExecuteAsync(token => AttemptAsync(request, token), deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            var awaited = e is HelperInterruptedException { Helper: var helper } ? $"The credential helper '{helper}'" : $"The registry {endpoint.Host}";
            throw ErrorCodes.TimedOut.Because(e, awaited, $"{options.RequestTimeout.TotalSeconds:0.#} s");
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

    private async Task<RegistryAnswer> AttemptAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        if (request.Before is { } before) await before(cancellationToken).ConfigureAwait(false);
        return await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tries each scheme that is allowed, until one has answered; what failed in the first says more than that the second is not spoken.</summary>
    private async Task<RegistryAnswer> SendOnceAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        HttpRequestException? failure = null;
        var candidates = endpoint.Candidates;
        foreach (var home in candidates)
        {
            try
            {
                var answer = await SendAuthorizedAsync(request, home, cancellationToken).ConfigureAwait(false);
                if (!IsPlainHttpRefusal(answer) || home == candidates[^1]) return answer;
            }
            catch (HttpRequestException e) when (candidates.Count > 1)
            {
                if (failure is null || RegistryErrors.IsAboutTheCertificate(e)) failure = e;
            }
        }

        throw failure!;
    }

    /// <summary>Go's servers answer plain http on a TLS port with 400 and this sentence.</summary>
    private static bool IsPlainHttpRefusal(RegistryAnswer answer) => answer.Status == HttpStatusCode.BadRequest && answer.Body.Span.IndexOf("HTTP request to an HTTPS server"u8) >= 0;

    private async Task<RegistryAnswer> SendAuthorizedAsync(RegistryRequest request, Uri home, CancellationToken cancellationToken)
    {
        var address = RegistryEndpoint.WithSchemeOf(home, new Uri(home, request.Path));
        RequireHttp(request, home, address);
        var own = RegistryEndpoint.IsSameOrigin(home, address);
        var purpose = TokenPurpose.Of(request);
        var header = own ? authorization.Current(purpose) : null;
        for (var login = 1; ; login++)
        {
            var answer = await FollowAsync(request, home, address, header, cancellationToken).ConfigureAwait(false);
            if (answer.Status != HttpStatusCode.Unauthorized || !own || !RegistryEndpoint.IsSameOrigin(home, answer.Address)
                || login == MaxLogins) return answer;
            // What is refused may be another request's token, which is used up by now; one that was got for this very answer is not got
            // twice.
            var (next, isNew) = await authorization.AnswerAsync(endpoint, answer, purpose, header, cancellationToken).ConfigureAwait(false);
            if (next is null) return answer;
            if (isNew) return await FollowAsync(request, home, address, next, cancellationToken).ConfigureAwait(false);
            header = next;
        }
    }

    /// <summary>
    /// Sends, and follows redirects: of reads, and of writes to the same origin where the method is kept. Another origin never sees
    /// credentials, and https never becomes http.
    /// </summary>
    private async Task<RegistryAnswer> FollowAsync(RegistryRequest request, Uri home, Uri address, AuthenticationHeaderValue? header, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var answer = await ExchangeAsync(request, address, RegistryEndpoint.IsSameOrigin(home, address) ? header : null, cancellationToken).ConfigureAwait(false);
            if ((int)answer.Status is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location) return answer;
            var next = Resolve(answer, location.OriginalString);
            if (request.Writes && ((int)answer.Status is not (307 or 308) || !RegistryEndpoint.IsSameOrigin(address, next))) return answer;
            if (redirects == MaxRedirects) throw ErrorCodes.RegistryError.With(endpoint.Host, "too many redirects", request.Method);
            RequireHttp(request, address, next);
            address = next;
        }
    }

    /// <summary>A redirect, an upload location or a next page may lead to https, and from http to http; never from https to http, nor to anything else.</summary>
    private void RequireHttp(RegistryRequest request, Uri from, Uri next)
    {
        if (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp)) return;
        if (next.Scheme == Uri.UriSchemeHttp) throw ErrorCodes.InsecureAddress.With(endpoint.Host,
            $"{next.GetLeftPart(UriPartial.Authority)}, to {request.Method}");
        throw ErrorCodes.RegistryError.With(endpoint.Host, $"with an address of {next.Scheme}", request.Method);
    }

    private async Task<RegistryAnswer> ExchangeAsync(RegistryRequest request, Uri address, AuthenticationHeaderValue? header, CancellationToken cancellationToken)
    {
        using var message = await request.ToMessageAsync(address, cancellationToken).ConfigureAwait(false);
        message.Headers.Authorization = header;
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        options.Trace?.Invoke($"{request.Method} {address.GetLeftPart(UriPartial.Path)} -> {(int)response.StatusCode}");
        if (response.StatusCode != HttpStatusCode.BadRequest) endpoint.Settle(address);
        var codings = ContentCoding.Of(response.Content);
        if (request.Streams && response.IsSuccessStatusCode)
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var undone = codings is not null && response.Content.Headers.ContentLength != request.ContentSize;
            if (undone) stream = ContentCoding.Decoded(stream, codings!, endpoint.Host);
            return Answer(response, default, address) with
            { WasCoded = undone, Stream = new ResponseStream(response, stream, options.RequestTimeout, endpoint.Host) };
        }

        using var disposing = response;
        if (request.Method == HttpMethod.Head) return Answer(response, default, address);
        var body = await LimitedBody.ReadAsync(response.Content, request.Limit, request.What, cancellationToken).ConfigureAwait(false);
        // A store may call the compression that the content itself has a coding of the answer: its length says that there is nothing to
        // undo.
        if (codings is null || body.IsEmpty || body.Length == request.ContentSize) return Answer(response, body, address);
        if (!response.IsSuccessStatusCode) return Answer(response, default, address);
        return Answer(response, ContentCoding.Decode(body, codings, request.Limit, request.What, endpoint.Host), address) with
        { WasCoded = true };
    }

    private static RegistryAnswer Answer(HttpResponseMessage response, ReadOnlyMemory<byte> body, Uri address) =>
        new(response.StatusCode, response.Headers, ServedType.Of(response.Content.Headers), body, address);
}
