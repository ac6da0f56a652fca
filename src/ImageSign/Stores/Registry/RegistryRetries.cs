using System.Net;
using Polly;
using Polly.Retry;

namespace ImageSign.Stores.Registry;

/// <summary>When a request is sent again: 429, 5xx and dropped connections; with jitter, and as late as <c>Retry-After</c> asks, within bounds.</summary>
internal sealed class RegistryRetries(TimeProvider time)
{
    private const int MaxRetries = 4;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(20);

    // Set up when a request fails for the first time: most runs have none, and it takes as long as all else that we do in a verification.
    private readonly Lazy<ResiliencePipeline<RegistryAnswer>> _pipeline = new(() => Create(time, IsTransient));

    private readonly Lazy<ResiliencePipeline<RegistryAnswer>> _ofConnections = new(() => Create(time, static _ => false));

    /// <summary>Sends a request, again where that may help, and gives the last answer or failure.</summary>
    public Task<RegistryAnswer> ExecuteAsync(Func<CancellationToken, Task<RegistryAnswer>> send, CancellationToken cancellationToken) =>
        ExecuteAsync(send, _pipeline, IsTransient, cancellationToken);

    /// <summary>
    /// The same for a request that has an alternative: it is sent again when it was not answered, and any answer is the last one.
    /// </summary>
    public Task<RegistryAnswer> UntilAnsweredAsync(Func<CancellationToken, Task<RegistryAnswer>> send,
        CancellationToken cancellationToken) =>
        ExecuteAsync(send, _ofConnections, static _ => false, cancellationToken);

    private static async Task<RegistryAnswer> ExecuteAsync(
        Func<CancellationToken, Task<RegistryAnswer>> send, Lazy<ResiliencePipeline<RegistryAnswer>> pipeline, Func<RegistryAnswer,
            bool> isTransient, CancellationToken cancellationToken)
    {
        Task<RegistryAnswer>? first = send(cancellationToken);
        try
        {
            var answer = await first.ConfigureAwait(false);
            if (!isTransient(answer)) return answer;
        }
        catch (Exception e) when (IsTransient(e))
        {
            // The pipeline is told below.
        }

        // Its first attempt is the one that was made.
        return await pipeline.Value.ExecuteAsync(async token =>
            await (Interlocked.Exchange(ref first, null) ?? send(token)).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private static ResiliencePipeline<RegistryAnswer> Create(TimeProvider time, Func<RegistryAnswer, bool> isTransient) =>
        new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<RegistryAnswer>
        {
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstDelay,
            MaxDelay = MaxDelay,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome is { Exception: { } e } ? IsTransient(e)
                : arguments.Outcome.Result is { } answer && isTransient(answer)),
            DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
        })
        .Build();

    private static bool IsTransient(Exception failure) => failure is IOException
        or HttpRequestException { InnerException: not ImageSignException, HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError) };

    private static bool IsTransient(RegistryAnswer answer) => answer.Status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        // docker-registry 2 writes its link files in place: while another signer links the blob that both of us use, it reads an empty one and says that the digest,
        // which we computed over what we sent, is invalid.
        HttpStatusCode.BadRequest => answer.Body.Span.IndexOf("\"DIGEST_INVALID\""u8) >= 0,
        _ => false,
    };

    private static TimeSpan? RetryAfter(RegistryAnswer? answer, TimeProvider time)
    {
        var after = answer?.Headers.RetryAfter;
        var delay = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        return delay is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxDelay ? MaxDelay : wait;
    }
}
